import { expect, test } from 'vitest';
import { fewWords } from './few-words.ts';

test.each([
	['The build command failed with exit code 1.', 'The build command failed with exit code 1'],
	['It ended. See its log.', 'It ended'],
	['node 22.18.0 is too old', 'node 22.18.0 is too old'],
	["No file 'package.json'. Add one.", "No file 'package.json'"],
	['first line\nsecond line', 'first line'],
	['', '']
])('%j becomes %j', (message, words) => expect(fewWords(message)).toBe(words));

test('a long one is cut at a word', () => {
	const cut = fewWords('a word '.repeat(60));
	expect(cut.length).toBeLessThanOrEqual(121);
	expect(cut).toMatch(/word…$|a…$/);
});
