import type { LogPage, PackedRow } from '#lib/rules/log-row.ts';
import { LineReader } from './line-reader.ts';
import type { LogPlaces } from './log-index.ts';
import type { Rows } from './selection.ts';

/** Rows `from` to `from + rows` of a view of a log. */
export async function readPage(
	index: LogPlaces,
	{ view, from, rows: most }: { view: string; from: number; rows: number }
): Promise<LogPage> {
	await index.extend();
	const selection = index.views.get(view);
	const count = selection?.count ?? 0;
	const rows = selection ? await readRows(index, selection, { from, most }) : [];
	return { log: index.id, view, count, from, rows };
}

/** The page in which a line stands, as far as any view has it; `row` is its place in that view. */
export async function readPageAround(
	index: LogPlaces,
	{ line, rows }: { line: number; rows: number }
): Promise<(LogPage & { row: number }) | null> {
	await index.extend();
	const place = placeOf(index, line);
	if (!place) return null;
	const from = Math.floor(place.row / rows) * rows;
	return { ...(await readPage(index, { view: place.view, from, rows })), row: place.row };
}

/** The view that has a line, and where. */
export function placeOf(index: LogPlaces, line: number): { view: string; row: number } | null {
	for (const [view, selection] of index.views) {
		const row = selection.rowOf(line);
		if (row !== null) return { view, row };
	}
	return null;
}

async function readRows(
	index: LogPlaces,
	selection: Rows,
	{ from, most }: { from: number; most: number }
): Promise<PackedRow[]> {
	const rows: PackedRow[] = [];
	const end = Math.min(from + most, selection.count);
	await using reader = new LineReader(index);
	for (let row = from; row < end;) {
		const first = selection.lineAt(row);
		let length = 1;
		while (row + length < end && selection.lineAt(row + length) === first + length) length++;
		rows.push(...(await reader.read(first, length)));
		row += length;
	}
	return rows;
}
