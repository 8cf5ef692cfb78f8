import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const ids = ['B5', 'B7', 'B8'];

test('runs all of them in ten pairs unless told', () => {
	expect(readArguments([], ids)).toEqual({ only: [], pairs: 10, idleSeconds: 60 });
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
