import { expect, test } from 'vitest';
import { variableList } from './variable-list.ts';

function fields(entries: [string, string][]): FormData {
	const form = new FormData();
	for (const [name, value] of entries) form.append(name, value);
	return form;
}

test('reads rows in order, leaves blank ones out', () => {
	const list = variableList(
		fields([
			['variables.10.key', 'B'],
			['variables.10.value', '2'],
			['variables.2.key', 'A'],
			['variables.2.value', 'line 1\r\nline 2'],
			['variables.2.isSecret', 'on'],
			['variables.3.key', ' '],
			['variables.3.value', ''],
			['name', 'x']
		])
	);
	expect(list).toEqual([
		{ key: 'A', value: 'line 1\nline 2', isSecret: true },
		{ key: 'B', value: '2', isSecret: false }
	]);
});

test('an empty field keeps a stored secret where it is told so, and empties anything else', () => {
	const list = variableList(
		fields([
			['variables.0.key', 'TOKEN'],
			['variables.0.value', ''],
			['variables.0.isSecret', 'on'],
			['variables.1.key', 'NEW'],
			['variables.1.value', ''],
			['variables.1.isSecret', 'on'],
			['variables.2.key', 'PLAIN'],
			['variables.2.value', '']
		]),
		{ keeps: ({ key, value }) => key === 'TOKEN' && value === '' }
	);
	expect(list.map(({ value }) => value)).toEqual([null, '', '']);
});

test('a value without a name is kept, so that its name is asked for', () => {
	expect(variableList(fields([['variables.0.value', 'x']]))).toEqual([
		{ key: '', value: 'x', isSecret: false }
	]);
});
