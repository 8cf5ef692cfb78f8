import type { LogBatch, LogRow } from '#lib/rules/log-row.ts';
import type { SseChannel } from '../sse.ts';
import type { PlacedLine } from './parse-line.ts';
import { streamLogBatches } from './stream.ts';
import { tailLog } from './tail.ts';

/** A log that is larger is shown from this many bytes before its end. */
const shownBytes = 16 * 1024 * 1024;
const tailLines = 200;

export interface ShownLog {
	/** The last lines, for the page itself. */
	tail: { rows: LogRow[]; end: number };
	/** Where the page's stream begins; 0: the log is shown whole, with line numbers. */
	from: number;
}

/** What a page shows of a log before its stream begins. */
export async function shownLog(path: string): Promise<ShownLog> {
	const { lines, end } = await tailLog(path, tailLines);
	const rows = lines.map(({ at, source, stream, text }) => ({
		number: null,
		at,
		source,
		stream,
		text
	}));
	return { tail: { rows, end }, from: Math.max(0, end - shownBytes) };
}

/** The offset to go on from: after a lost connection the browser says it in a header. */
export function resumeOffset(request: Request, url: URL): number {
	const given = request.headers.get('last-event-id') ?? url.searchParams.get('from');
	const offset = Number(given ?? 0);
	return Number.isSafeInteger(offset) && offset >= 0 ? offset : 0;
}

const packed = (lines: PlacedLine[]): LogBatch =>
	lines.map(({ at, stream, source, text }) => [at, stream, source, text]);

/** Sends a log from `from` on; the id of each message is the offset after its last line. Answers where it ended. */
export async function sendLog(
	{ send, signal }: SseChannel,
	{ path, from, follow }: { path: string; from: number; follow: boolean }
): Promise<number> {
	let offset = from;
	for await (const lines of streamLogBatches(path, { from, follow, signal })) {
		offset = lines.at(-1)?.offset ?? offset;
		await send({ text: JSON.stringify(packed(lines)), id: offset });
	}
	return offset;
}
