import type { DotenvEntry } from '#lib/rules/dotenv.ts';
import type { VariableScope } from '#lib/rules/variable-scope.ts';

/** A variable as the server keeps it; a secret's value never comes back. */
export interface StoredVariable {
	key: string;
	/** null: a secret. */
	value: string | null;
	isSecret: boolean;
	scope: VariableScope;
	/** Comment and blank lines above it in the .env text. */
	note: string;
}

/** One row of the editor: what is stored, and what was typed over it and not saved. */
export interface VariableRow {
	/** Stable while the page lives. */
	id: number;
	key: string;
	/** Empty on a stored secret: it stays as it is. */
	value: string;
	isSecret: boolean;
	/** Empty: as its name says. */
	scope: VariableScope | '';
	note: string;
	/** null: added here, not saved yet. */
	stored: StoredVariable | null;
	isRemoved: boolean;
}

export type RowChange = 'added' | 'changed' | 'removed';

function newRow(rows: VariableRow[], stored: StoredVariable | null): VariableRow {
	return {
		id: (rows.at(-1)?.id ?? 0) + 1,
		key: stored?.key ?? '',
		value: stored?.value ?? '',
		isSecret: stored?.isSecret ?? false,
		scope: stored?.scope ?? '',
		note: stored?.note ?? '',
		stored,
		isRemoved: false
	};
}

/** What is stored and some blank rows to go on with. */
export function openRows(stored: StoredVariable[], blank = 1): VariableRow[] {
	const rows: VariableRow[] = [];
	for (const variable of stored) rows.push(newRow(rows, variable));
	for (let count = 0; count < blank; count++) rows.push(newRow(rows, null));
	return rows;
}

export function addRow(
	rows: VariableRow[],
	typed: Partial<Pick<VariableRow, 'key' | 'value' | 'isSecret' | 'note'>> = {}
): VariableRow[] {
	return [...rows, { ...newRow(rows, null), ...typed }];
}

/** A stored row is only marked, so that it can be taken back until it is saved. */
export function removeRow(rows: VariableRow[], row: VariableRow): VariableRow[] {
	if (!row.stored) return rows.filter(({ id }) => id !== row.id);
	return rows.map((other) => (other.id === row.id ? { ...row, isRemoved: true } : other));
}

/** Takes back what was done to a row. */
export function discardRow(rows: VariableRow[], row: VariableRow): VariableRow[] {
	const { stored } = row;
	if (!stored) return removeRow(rows, row);
	const { key, value, isSecret, scope, note } = stored;
	const original = { ...row, key, value: value ?? '', isSecret, scope, note, isRemoved: false };
	return rows.map((other) => (other.id === row.id ? original : other));
}

export const isBlank = ({ stored, key, value }: VariableRow) =>
	!stored && key === '' && value === '';

/** Whether the value is the stored one: an empty secret is. */
function isStoredValue({ stored, value }: VariableRow): boolean {
	return stored !== null && (stored.value === null ? value === '' : value === stored.value);
}

/** What saving would do to a row; null: nothing. */
export function rowChange(row: VariableRow): RowChange | null {
	const { key, isSecret, scope, stored, isRemoved } = row;
	if (!stored) return isBlank(row) ? null : 'added';
	if (isRemoved) return 'removed';
	const keepsValue = isStoredValue(row);
	const keepsKind =
		isSecret === stored.isSecret && scope === stored.scope && row.note === stored.note;
	return key === stored.key && keepsKind && keepsValue ? null : 'changed';
}

const rowOf = (rows: VariableRow[], key: string) =>
	rows.find((row) => row.key === key && !row.isRemoved);

/** What pasted entries would do: shown before anything is taken over. */
export function pasteEffect(rows: VariableRow[], entries: DotenvEntry[]) {
	const effect = { added: [] as string[], changed: [] as string[], unchanged: [] as string[] };
	for (const { key, value } of entries) {
		const row = rowOf(rows, key);
		if (!row) effect.added.push(key);
		else effect[row.value === value ? 'unchanged' : 'changed'].push(key);
	}
	return effect;
}

/** Takes pasted entries over: keys that exist get the new value, others become rows. */
export function mergeEntries(
	rows: VariableRow[],
	entries: DotenvEntry[],
	{ isSecret }: { isSecret: boolean }
): VariableRow[] {
	let merged = rows.filter((row) => !isBlank(row));
	for (const { key, value, note } of entries) {
		const row = rowOf(merged, key);
		merged = row
			? merged.map((other) => (other.id === row.id ? { ...row, value } : other))
			: addRow(merged, { key, value, isSecret, note });
	}
	return merged;
}

/** Rows as they are sent, byte for byte: null keeps what is stored. */
export function sentVariables(rows: readonly VariableRow[]) {
	return rows.map((row) => {
		const { key, value, isSecret, scope, note } = row;
		const isKept = isStoredValue(row) && key.trim() === row.stored?.key;
		return { key, value: isKept ? null : value, isSecret, scope, note };
	});
}
