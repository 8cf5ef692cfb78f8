import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const ids = ['B5', 'B7', 'B8'];

test('runs all of them in ten pairs unless told', () => {
	const usual = { only: [], pairs: 10, isQuick: false, idleSeconds: 60 };
	expect(readArguments([], ids)).toEqual(usual);
});

test('is quick when asked, except where a number says otherwise', () => {
	const quick = { only: [], pairs: 3, isQuick: true, idleSeconds: 10 };
	expect(readArguments(['--quick'], ids)).toEqual(quick);
	expect(readArguments(['--quick', '--pairs', '5'], ids).pairs).toBe(5);
});

test('takes some of them, in one list or one by one', () => {
	expect(readArguments(['--only', 'b5, B8', '--only', 'B7'], ids).only).toEqual(['B5', 'B8', 'B7']);
});

test.each([
	[['--only', 'B99'], 'There is no benchmark B99: only B5, B7, B8.'],
	[['--pairs', 'many'], '--pairs must be a whole number from 2 to 1000.'],
	[['--pairs', '1'], '--pairs must be at least 2.'],
	[['--idle-seconds', '1.5'], '--idle-seconds must be a whole number from 1 to 3600.']
])('says what is wrong with %j', (words, message) => {
	expect(() => readArguments(words, ids)).toThrow(message);
});
