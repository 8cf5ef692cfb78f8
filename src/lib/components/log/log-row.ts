import { plainText } from './ansi.ts';

/** One line of a log as the browser keeps it. */
export interface LogRow {
	/** Line number, from 1; null when the log is not shown from its start. */
	number: number | null;
	/** Milliseconds since the epoch. */
	at: number;
	/** The step of a deployment, or the container of a service. */
	source: string;
	stream: 'stdout' | 'stderr' | 'gantry';
	text: string;
}

/** What the server sends for many lines at once: small, and text is text. */
export type LogBatch = [at: number, stream: LogRow['stream'], source: string, text: string][];

/** Indexes of the rows that hold the words, in whatever case. */
export function findRows(rows: LogRow[], words: string): number[] {
	const wanted = words.trim().toLowerCase();
	if (wanted === '') return [];
	const found: number[] = [];
	for (const [index, row] of rows.entries()) {
		if (plainText(row.text).toLowerCase().includes(wanted)) found.push(index);
	}
	return found;
}

/** "#L120" or "#L120-L140" as the first and last number; null for any other hash. */
export function parseLineHash(hash: string): [from: number, to: number] | null {
	const match = /^#L(\d{1,9})(?:-L(\d{1,9}))?$/.exec(hash);
	if (!match) return null;
	const from = Number(match[1]);
	const to = Number(match[2] ?? from);
	return from <= to ? [from, to] : [to, from];
}

/** The other way round. */
export function lineHash([from, to]: [number, number]): string {
	return from === to ? `#L${from}` : `#L${from}-L${to}`;
}

/** Which rows a window of fixed-height rows shows, with some to spare above and below. */
export function visibleRows(
	{ top, height }: { top: number; height: number },
	{ count, rowHeight, spare }: { count: number; rowHeight: number; spare: number }
): { first: number; end: number } {
	const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - spare, count));
	const end = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
	return { first, end: Math.max(first, end) };
}
