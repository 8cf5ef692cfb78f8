import type { LogRow } from '#lib/rules/log-row.ts';
import { plainText } from './ansi.ts';

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
