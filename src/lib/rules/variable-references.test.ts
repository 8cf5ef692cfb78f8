import { expect, test } from 'vitest';
import { resolveReferences, type ReferenceGround } from './variable-references.ts';

const ground = (lists: Record<string, Record<string, string>>): ReferenceGround => ({
	knows: (name) => name in lists,
	find(name, key) {
		const value = lists[name]?.[key];
		return value === undefined ? null : { value, isSecret: key.startsWith('SECRET') };
	}
});
const resolve = (value: string, lists: Record<string, Record<string, string>> = {}) =>
	resolveReferences({ from: 'shop.X', value }, ground(lists));

test('a value without references is itself', () => {
	for (const value of ['', '$HOME', '${A}', '{{x}}', '$${A}', 'a}}']) {
		expect(resolve(value)).toEqual({ ok: true, value, secrets: [] });
	}
});

test('references are replaced, blanks inside them do not matter, secrets are named', () => {
	const lists = { shared: { HOST: 'h', SECRET: 's' }, api: { URL: 'pg://u:${{shared.SECRET}}@h' } };
	expect(resolve('${{shared.HOST}}-${{ api.URL }}', lists)).toEqual({
		ok: true,
		value: 'h-pg://u:s@h',
		secrets: ['s']
	});
});

test('what is replaced is not read again, and $${{ is a literal', () => {
	const lists = { api: { URL: '$${{shared.X}}' } };
	expect(resolve('${{api.URL}}', lists)).toMatchObject({ value: '${{shared.X}}' });
	expect(resolve('$${{ anything }}')).toMatchObject({ value: '${{ anything }}' });
});

test('names what is wrong', () => {
	const lists = { shared: {}, api: { A: '${{api.B}}', B: '${{api.A}}' } };
	const problem = (value: string) => {
		const answer = resolve(value, lists);
		return answer.ok ? null : answer.problem;
	};
	expect(problem('${{db.URL}}')).toContain("no service 'db'");
	expect(problem('${{api.C}}')).toBe('api has no variable C.');
	expect(problem('${{shared.C}}')).toBe('The project shares no variable C.');
	expect(problem('${{URL}}')).toContain('is no reference');
	expect(problem('${{')).toContain('write $${{');
	expect(problem('${{api.A}}')).toContain('circle: api.A → api.B → api.A');
});

test('names that double each other again and again end at 64 KB', () => {
	const names = Array.from({ length: 60 }, (_, index) => `A${index}`);
	const api = Object.fromEntries(
		names.map((name, index) => [name, `\${{api.A${index + 1}}}\${{api.A${index + 1}}}`])
	);
	expect(resolve('${{api.A0}}', { api: { ...api, A60: 'xx' } })).toEqual({
		ok: false,
		problem: 'With its references it is longer than 64 KB.'
	});
});
