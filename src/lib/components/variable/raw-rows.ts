import { readRaw, writeRaw, type RawResult } from '#lib/rules/raw-variables.ts';
import { isVariableKey } from '#lib/rules/variable-key.ts';
import { addRow, isBlank, openRows, type VariableRow } from './variable-rows.ts';

const isSent = (row: VariableRow) => !row.isRemoved && !isBlank(row);

/** The first row whose name could not stand in a text; null: all can. */
export function unwritableRow(rows: readonly VariableRow[]): VariableRow | null {
	const seen = new Set<string>();
	const isUnwritable = ({ key }: VariableRow) => {
		const isBad = !isVariableKey(key) || seen.has(key);
		seen.add(key);
		return isBad;
	};
	return rows.filter(isSent).find(isUnwritable) ?? null;
}

/** The rows as the text of a .env file; secrets, stored or typed, are marked as kept. */
export function textOfRows(rows: readonly VariableRow[]): string {
	return writeRaw(
		rows
			.filter(isSent)
			.map(({ key, value, isSecret, note }) => ({ key, note, value: isSecret ? null : value }))
	);
}

/** What was typed as text; a secret of a row can be kept. */
export const readText = (rows: readonly VariableRow[], text: string): RawResult =>
	readRaw(text, (key) => rows.some((row) => row.key === key || row.stored?.key === key));

/**
 * Takes a text over: its order, names, values and comments. Rows keep what a text can not say, and what is
 * stored and no more in it is marked as removed where it stood.
 */
export function rowsOfText(
	rows: readonly VariableRow[],
	variables: { key: string; value: string | null; note: string }[]
): VariableRow[] {
	const left = rows.filter((row) => !isBlank(row));
	let next: VariableRow[] = [];
	const nextId = () => Math.max(0, ...rows.map(({ id }) => id), ...next.map(({ id }) => id)) + 1;
	for (const { key, value, note } of variables) {
		const row =
			left.find((other) => !other.isRemoved && other.key === key) ??
			left.find(({ stored }) => stored?.key === key);
		if (row) {
			left.splice(left.indexOf(row), 1);
			next.push({ ...row, key, value: value ?? row.value, note, isRemoved: false });
		} else {
			const id = nextId();
			next = addRow(next, { key, value: value ?? '', note }).map((added, index, all) =>
				index === all.length - 1 ? { ...added, id } : added
			);
		}
	}
	for (const row of left.filter(({ stored }) => stored !== null)) {
		const earlier = rows.slice(0, rows.indexOf(row)).findLast(({ id }) => has(next, id));
		const place = earlier ? next.findIndex(({ id }) => id === earlier.id) + 1 : 0;
		next.splice(place, 0, { ...row, isRemoved: true });
	}
	const [blank] = openRows([]);
	return blank ? [...next, { ...blank, id: nextId() }] : next;
}

const has = (rows: VariableRow[], id: number) => rows.some((row) => row.id === id);
