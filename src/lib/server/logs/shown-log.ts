import type { LogNews, PackedRow } from '#lib/rules/log-row.ts';
import { countsOf } from './follow-log.ts';
import { LineReader } from './line-reader.ts';
import type { LogPlaces } from './log-index.ts';
import { placeOf, readPage } from './log-page.ts';
import { logEnd } from './page.ts';
import { tailLog } from './tail.ts';

/** More than any screen shows: what is above it is read when it is looked at. */
const tailLines = 120;
/** A page does not wait until more bytes than these were counted: its lines come without numbers at first. */
const mostAwaited = 4 * 2 ** 20;

export interface ShownLog {
	/** The last lines, or those before the one that was asked for. A number is null while lines are not counted. */
	rows: (PackedRow | UncountedRow)[];
	/** What the stream would have told up to there; null: the lines are not counted yet. */
	news: Omit<LogNews, 'rows'> | null;
	/** Number of the first line shown, when there are older ones. */
	older: number | null;
	/** Bytes that the log ever had: 0: it has no line yet. */
	end: number;
}

type UncountedRow = [
	number: null,
	...rest: PackedRow extends [number, ...infer Rest] ? Rest : never
];

/**
 * What a page shows of a log before its stream begins, or without scripts: the last lines of all its views
 * together, or of the one view that it is filtered to; with "before" in the address, those before that number.
 */
export async function shownLog(
	index: LogPlaces,
	url: URL,
	{ isFiltered = false } = {}
): Promise<ShownLog> {
	const asked = Number(url.searchParams.get('before') ?? 0);
	const before = Number.isSafeInteger(asked) && asked > 1 ? asked : null;
	const end = await logEnd(index.path);
	if (end - index.end > mostAwaited && before === null && !isFiltered) {
		// The stream will wait for it; a failure is told there.
		index.extend().catch(() => {});
		return { rows: await uncounted(index.path), news: null, older: null, end };
	}
	await index.extend();
	const { id: log, lines } = index;
	const counts = countsOf(index);
	const limit = Math.min(before ?? Infinity, lines + 1);
	const { rows, isAll } = isFiltered
		? await lastOfView(index, limit)
		: await lastOfAll(index, limit);
	const [oldest] = rows;
	// Lines from the middle are no end that a stream could go on from.
	const news = limit > lines ? { log, lines, counts } : null;
	return { rows, news, older: isAll ? null : (oldest?.[0] ?? null), end };
}

async function uncounted(path: string): Promise<UncountedRow[]> {
	const { lines } = await tailLog(path, tailLines);
	return lines.map(({ at, stream, source, text }) => [null, at, stream, source, text]);
}

interface LastRows {
	rows: PackedRow[];
	/** There are no older ones. */
	isAll: boolean;
}

async function lastOfAll(index: LogPlaces, limit: number): Promise<LastRows> {
	const first = Math.max(index.first, limit - tailLines);
	await using reader = new LineReader(index);
	const rows = await reader.read(first, limit - first);
	return {
		rows: rows.filter(([number]) => placeOf(index, number) !== null),
		isAll: first === index.first
	};
}

async function lastOfView(index: LogPlaces, limit: number): Promise<LastRows> {
	const view = index.views.get('');
	if (!view) return { rows: [], isAll: true };
	const last = view.rowsBefore(limit);
	const from = Math.max(0, last - tailLines);
	const { rows } = await readPage(index, { view: '', from, rows: last - from });
	return { rows, isAll: from === 0 };
}
