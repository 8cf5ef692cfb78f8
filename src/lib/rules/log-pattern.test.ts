import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternProblem, readPattern } from './log-pattern.ts';
import { readLogWords, writeLogWords } from './log-words.ts';
import { rangesOf } from './text-range.ts';

const read = (pattern: string, isExact = false) => readPattern(pattern, { isExact });

test('matches any part of a line, in any case unless capitals count', () => {
	expect(read('time.?out \\d+').matches('GET /: Timeout 30')).toBe(true);
	expect(read('time.?out', true).matches('Timeout')).toBe(false);
	expect(read('^GET').matches('GET /')).toBe(true);
});

test('says where it matches, also behind letters of two units, and marks nothing where nothing is', () => {
	expect(read('b+').ranges('🚀 abba b', 10)).toEqual([
		[4, 6],
		[8, 9]
	]);
	expect(read('b+').ranges('abba b', 1)).toEqual([[1, 3]]);
	expect(read('x*').ranges('axxb', 10)).toEqual([[1, 3]]);
});

test.each([
	['(', 'Not a regular expression: missing closing ) in “(”.'],
	['a(?=b)', 'Not a regular expression: invalid or unsupported Perl syntax in “(?=”.'],
	['(a)\\1', 'Not a regular expression: invalid escape sequence in “\\1”.'],
	['(a|b|c){0,900}', 'This regular expression is too large: it repeats too much.']
])('says what is wrong with %s', (pattern, message) => {
	expect(() => read(pattern)).toThrow(new PatternProblem(message));
});

test('a pattern that others choke on takes no longer than any', () => {
	expect(read('(a+)+$').matches(`${'a'.repeat(50_000)}!`)).toBe(false);
	expect(read('(x+x+)+y').matches('x'.repeat(50_000))).toBe(false);
});

test.each([
	['compiled A N\\w+ in \\d+ ms$', 'compiled A N'],
	['GET /x? 500', 'GET /'],
	['abc+d', 'ab'],
	['\\d\\d', ''],
	['error|warning', ''],
	['(error)?x', ''],
	['[abc]def', ''],
	['ab{0}', ''],
	['^.*failed', 'failed'],
	['\\Qa.b\\E', '']
])('knows of %s that every match has “%s”', (pattern, literal) => {
	expect(read(pattern, true).literal).toBe(literal);
});

test('what is known of a pattern stands in whatever it matches', () => {
	const part = fc.constantFrom(
		'a',
		'B',
		' ',
		'.',
		'\\d',
		'\\w',
		'a?',
		'B*',
		'.+',
		'b+',
		'\\.',
		'5'
	);
	const line = fc.stringMatching(/^[aAbB .59]{0,12}$/);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 6 }), line, fc.boolean(), (parts, text, isExact) => {
			const { literal, matches } = read(parts.join(''), isExact);
			const where = isExact ? text : text.toLowerCase();
			if (matches(text)) expect(where).toContain(literal);
		}),
		{ numRuns: 500 }
	);
});

test('finds words where they stand, all of them or the first few', () => {
	const any = { isExact: false, most: 10 };
	expect(rangesOf('Aa a', 'A', any)).toHaveLength(3);
	expect(rangesOf('Aa a', 'A', { ...any, isExact: true })).toEqual([[0, 1]]);
	expect(rangesOf('aaaa', 'aa', { ...any, most: 1 })).toEqual([[0, 2]]);
	expect(rangesOf('İ then it', 'it', any)).toEqual([[7, 9]]);
});

test('what is looked for survives an address', () => {
	const words = fc.string({ minLength: 1, maxLength: 200 }).filter((text) => text.trim() !== '');
	fc.assert(
		fc.property(words, fc.boolean(), fc.boolean(), (words, isExact, isPattern) => {
			const asked = { words, isExact, isPattern };
			const address = new URLSearchParams(writeLogWords(asked)).toString();
			expect(readLogWords(new URLSearchParams(address))).toEqual(asked);
		})
	);
	expect(writeLogWords({ words: ' ', isExact: true, isPattern: true })).toEqual([]);
});
