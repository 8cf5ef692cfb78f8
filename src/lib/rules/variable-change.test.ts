import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChoices, editorWords, mergeLists } from './merge-variables.ts';
import { compareLists, takeBack, type VariableEntry } from './variable-change.ts';

const entry: fc.Arbitrary<VariableEntry> = fc.record({
	key: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
	value: fc.constantFrom('1', '2', '3'),
	isSecret: fc.boolean(),
	scope: fc.constantFrom('run', 'build', 'both'),
	note: fc.constantFrom('', '# x\n')
});
const list = fc.uniqueArray(entry, { selector: ({ key }) => key });
const byKey = (entries: readonly VariableEntry[]) =>
	Object.fromEntries(entries.map(({ key, ...state }) => [key, state]));

test('a change taken back leaves exactly the list before', () => {
	fc.assert(
		fc.property(list, list, (before, after) => {
			const set = compareLists(before, after);
			if (set) expect(takeBack(after, set)).toEqual(before);
			else expect(after).toEqual(before);
		})
	);
});

test('changes taken back from the newest to the oldest lead to every list on the way', () => {
	fc.assert(
		fc.property(fc.array(list, { minLength: 2, maxLength: 6 }), (lists) => {
			let now = lists.at(-1) ?? [];
			for (let at = lists.length - 1; at > 0; at--) {
				const set = compareLists(lists[at - 1] ?? [], lists[at] ?? []);
				if (set) now = takeBack(now, set);
				expect(now).toEqual(lists[at - 1]);
			}
		})
	);
});

test('an older change taken back sets its keys only, and holds each key once', () => {
	fc.assert(
		fc.property(list, list, list, (first, second, third) => {
			const set = compareLists(first, second);
			if (!set) return;
			const result = takeBack(third, set);
			const touched = new Map(set.changes.map(({ key, before }) => [key, before]));
			expect(new Set(result.map(({ key }) => key)).size).toBe(result.length);
			for (const key of ['A', 'B', 'C', 'D', 'E']) {
				const wanted = touched.has(key) ? touched.get(key) : (byKey(third)[key] ?? null);
				expect(byKey(result)[key] ?? null).toEqual(wanted);
			}
		})
	);
});

test('a merge takes each side’s own changes, and asks where both changed a key', () => {
	fc.assert(
		fc.property(list, list, list, (base, theirs, yours) => {
			const merges = mergeLists({ base, theirs, yours });
			for (const { base: began, theirs: stored, yours: typed, verdict } of merges) {
				if (verdict === 'theirs') expect(typed).toEqual(began);
				if (verdict === 'yours') expect(stored).toEqual(began);
			}
			const choices = new Map(merges.map(({ key }) => [key, 'yours' as const]));
			expect(byKey(applyChoices({ theirs, yours }, merges, choices).list)).toEqual(byKey(yours));
			const other = new Map(merges.map(({ key }) => [key, 'theirs' as const]));
			expect(byKey(applyChoices({ theirs, yours }, merges, other).list)).toEqual(byKey(theirs));
		})
	);
});

test('without a beginning everything that differs is a conflict', () => {
	const one = { key: 'A', value: '1', isSecret: false, scope: 'run' as const, note: '' };
	const merges = mergeLists({ base: null, theirs: [one], yours: [{ ...one, value: '2' }] });
	expect(merges.map(({ verdict }) => verdict)).toEqual(['conflict']);
	expect(applyChoices({ theirs: [one], yours: [] }, merges, new Map()).open).toEqual(['A']);
});

test.each([
	[[], 'Somebody else'],
	[['you'], 'You, in another window,'],
	[['you', 'ada@example.com'], 'ada@example.com and you'],
	[['ada@example.com', 'bob@example.com'], 'ada@example.com and bob@example.com']
])('those who saved meanwhile, %j, are named', (by, words) => {
	expect(editorWords(by)).toBe(words);
});
