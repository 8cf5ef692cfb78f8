import { expect, test } from 'vitest';
import {
	addRow,
	discardRow,
	mergeEntries,
	openRows,
	pasteEffect,
	removeRow,
	rowChange,
	type VariableRow
} from './variable-rows.ts';

const stored = [
	{ key: 'URL', value: 'https://a.test', isSecret: false, scope: 'run' as const, note: '' },
	{ key: 'TOKEN', value: null, isSecret: true, scope: 'build' as const, note: '' }
];
const at = (rows: VariableRow[], index: number) => rows[index]!;
const changes = (rows: VariableRow[]) => rows.map(rowChange).filter(Boolean);
const entry = (key: string, value: string) => ({ key, value, line: 1, note: '', isBare: false });

test('nothing is changed at first, a blank row counts for nothing', () => {
	expect(openRows(stored)).toHaveLength(3);
	expect(changes(openRows(stored))).toEqual([]);
});

test('an untouched secret stays as it is, a typed one is a change', () => {
	const secret = at(openRows(stored), 1);
	expect(rowChange(secret)).toBeNull();
	expect(rowChange({ ...secret, value: 'new' })).toBe('changed');
	expect(rowChange({ ...secret, isSecret: false })).toBe('changed');
	expect(rowChange({ ...secret, scope: 'both' })).toBe('changed');
});

test('names what saving would do, and takes it back row by row', () => {
	let rows = openRows(stored);
	at(rows, 0).value = 'https://b.test';
	rows = addRow(removeRow(rows, at(rows, 1)), { key: 'NEW' });
	expect(changes(rows)).toEqual(['changed', 'removed', 'added']);
	for (const row of rows.filter(rowChange)) rows = discardRow(rows, row);
	expect(changes(rows)).toEqual([]);
});

test('ids stay unique when rows come and go', () => {
	let rows = openRows(stored);
	rows = addRow(removeRow(rows, at(rows, 2)));
	rows = addRow(rows);
	expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('counts what a pasted file would do before it does it', () => {
	const entries = [entry('URL', 'https://a.test'), entry('TOKEN', 'x'), entry('NEW', '1')];
	expect(pasteEffect(openRows(stored), entries)).toEqual({
		added: ['NEW'],
		changed: ['TOKEN'],
		unchanged: ['URL']
	});
});

test('a pasted file replaces values, keeps what is a secret, and adds the rest', () => {
	const rows = mergeEntries(openRows(stored), [entry('TOKEN', 'x'), entry('NEW', '1')], {
		isSecret: false
	});
	expect(rows.map(({ key, value, isSecret }) => [key, value, isSecret])).toEqual([
		['URL', 'https://a.test', false],
		['TOKEN', 'x', true],
		['NEW', '1', false]
	]);
});
