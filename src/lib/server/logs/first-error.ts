import { readPage } from './log-page.ts';
import type { LogPlaces } from './log-index.ts';
import { levelOf } from '#lib/rules/log-level.ts';

const pageRows = 500;
/** A step that printed more before its error is shown from its end. */
const mostRows = 200_000;

/** Place of the first line of a view that tells of an error; null: none does. */
export async function firstErrorRow(index: LogPlaces, view: string): Promise<number | null> {
	for (let from = 0; from < mostRows; from += pageRows) {
		const page = await readPage(index, { view, from, rows: pageRows });
		const at = page.rows.findIndex(([, , , , text]) => levelOf(text) === 'error');
		if (at !== -1) return from + at;
		if (from + pageRows >= page.count) return null;
	}
	return null;
}
