import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const ids = ['F01', 'F02'];

test('without words all run once', () => {
	expect(readArguments([], ids)).toEqual({ only: [], times: 1 });
});

test('some may be named, in any case, several times', () => {
	const words = ['--only', 'f01', '--only', 'F02,F01', '--times', '3'];
	expect(readArguments(words, ids)).toEqual({ only: ['F01', 'F02', 'F01'], times: 3 });
});

test('what there is not is said', () => {
	expect(() => readArguments(['--only', 'F99'], ids)).toThrow('no experiment F99: only F01, F02');
	expect(() => readArguments(['--times', '0'], ids)).toThrow('whole number');
});
