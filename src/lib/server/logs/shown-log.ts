import { type LogNews, type LogRow, unpackRow } from '#lib/rules/log-row.ts';
import { countsOf } from './follow-log.ts';
import { LineReader } from './line-reader.ts';
import type { LogIndex } from './log-index.ts';
import { placeOf } from './log-page.ts';
import { logEnd } from './page.ts';
import { tailLog } from './tail.ts';

const tailLines = 200;
/** A page does not wait until more bytes than these were counted: its lines come without numbers at first. */
const mostAwaited = 4 * 2 ** 20;

export interface ShownLog {
	/** The last lines, or those before the one that was asked for. */
	rows: LogRow[];
	/** What the stream would have told up to there; null: the lines are not counted yet. */
	news: Omit<LogNews, 'rows'> | null;
	/** Number of the first line shown, when there are older ones. */
	older: number | null;
	/** Bytes that the log ever had: 0: it has no line yet. */
	end: number;
}

/** What a page shows of a log before its stream begins, or without scripts: the lines before number `before`. */
export async function shownLog(index: LogIndex, url: URL): Promise<ShownLog> {
	const before = Number(url.searchParams.get('before') ?? 0);
	const end = await logEnd(index.path);
	if (end - index.end > mostAwaited && !(before > 0)) {
		// The stream will wait for it; a failure is told there.
		index.extend().catch(() => {});
		const { lines } = await tailLog(index.path, tailLines);
		const rows = lines.map(({ offset: _offset, ...line }) => ({ number: null, ...line }));
		return { rows, news: null, older: null, end };
	}
	await index.extend();
	const { id: log, lines } = index;
	const counts = countsOf(index);
	const last = before > 1 ? Math.min(before - 1, lines) : lines;
	const first = Math.max(1, last - tailLines + 1);
	await using reader = new LineReader(index);
	const found = await reader.read(first, last - first + 1);
	const rows = found.filter(([number]) => placeOf(index, number) !== null).map(unpackRow);
	const older = first > 1 ? first : null;
	// Lines from the middle are no end that a stream could go on from.
	return { rows, news: last === lines ? { log, lines, counts } : null, older, end };
}
