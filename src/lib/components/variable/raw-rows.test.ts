import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readText, rowsOfText, textOfRows, unwritableRow } from './raw-rows.ts';
import { addRow, isBlank, openRows, removeRow, rowChange, sentVariables } from './variable-rows.ts';
import type { VariableRow } from './variable-rows.ts';

const value = fc.oneof(
	fc.string({ unit: 'binary' }).map((drawn) => drawn.replaceAll('\0', '')),
	fc.constantFrom('', ' a ', '"x"', "it's $A # b", 'a\r\nb', '{"a":[1]}', '••••••••', '${{a.B}}')
);
const key = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,4}$/);
const stored = fc.uniqueArray(
	fc.record({
		key,
		value,
		isSecret: fc.boolean(),
		scope: fc.constantFrom('run' as const, 'build' as const, 'both' as const),
		note: fc.constantFrom('', '\n', '# a comment\n')
	}),
	{ selector: (variable) => variable.key, maxLength: 6 }
);
/** Rows as somebody left them who changed, added, removed and renamed some. */
const rows: fc.Arbitrary<VariableRow[]> = fc
	.tuple(stored, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 4 }), value)))
	.map(([variables, edits]) => {
		const secretsHidden = variables.map((variable) => ({
			...variable,
			value: variable.isSecret ? null : variable.value
		}));
		return edits.reduce((list, [at, kind, typed]) => {
			const row = list[at % list.length];
			if (!row || kind === 0) return addRow(list, { key: `N${list.length}`, value: typed });
			if (kind === 1) return removeRow(list, row);
			const change = [{ value: typed }, { isSecret: !row.isSecret }, { key: `R${row.id}` }][
				kind - 2
			];
			return list.map((other) => (other === row ? { ...row, ...change } : other));
		}, openRows(secretsHidden));
	});
const shown = (list: VariableRow[]) => list.filter((row) => !isBlank(row));
const through = (list: VariableRow[]) => {
	const read = readText(list, textOfRows(list));
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return rowsOfText(list, read.variables);
};

test('rows that become a text and rows again are the same rows, secrets and removed ones too', () => {
	fc.assert(
		fc.property(rows, (list) => {
			fc.pre(unwritableRow(list) === null);
			const sent = (all: VariableRow[]) =>
				sentVariables(shown(all).filter((row) => !row.isRemoved));
			const after = through(list);
			const byId = (all: VariableRow[]) => shown(all).toSorted((a, b) => a.id - b.id);
			expect(byId(after)).toEqual(byId(list));
			expect(sent(after)).toEqual(sent(list));
			expect(textOfRows(after)).toBe(textOfRows(list));
			expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
		}),
		{ numRuns: 300 }
	);
});

const variables = [
	{ key: 'URL', value: 'a', isSecret: false, scope: 'both' as const, note: '' },
	{ key: 'TOKEN', value: null, isSecret: true, scope: 'run' as const, note: '# hidden\n' }
];

test('a secret is never written, and kept when its mark is left', () => {
	const list = openRows(variables).map((row) =>
		row.key === 'TOKEN' ? { ...row, value: 'typed' } : row
	);
	expect(textOfRows(list)).toBe('URL=a\n# hidden\nTOKEN=••••••••\n');
	expect(through(list)[1]?.value).toBe('typed');
});

test('what the text leaves out is removed, what it names anew is added, the rest keeps its scope', () => {
	const list = openRows(variables);
	const read = readText(list, 'NEW=1\nURL=b\n');
	const after = read.ok ? rowsOfText(list, read.variables) : [];
	expect(after.filter(rowChange).map((row) => [row.key, rowChange(row)])).toEqual([
		['NEW', 'added'],
		['URL', 'changed'],
		['TOKEN', 'removed']
	]);
	expect(after.find((row) => row.key === 'URL')?.scope).toBe('both');
});

test('names that no text could hold are found before', () => {
	expect(unwritableRow(openRows(variables))).toBeNull();
	expect(unwritableRow(addRow(openRows(variables), { key: '1A' }))?.key).toBe('1A');
	expect(unwritableRow(addRow(openRows(variables), { key: 'URL' }))?.key).toBe('URL');
});
