import { describe, expect, it } from 'vitest';
import { parseDotenv } from './dotenv.ts';

const values = (text: string) => {
	const result = parseDotenv(text);
	if (!result.ok) throw new Error(JSON.stringify(result.problems));
	return Object.fromEntries(result.entries.map(({ key, value }) => [key, value]));
};
const problems = (text: string) => {
	const result = parseDotenv(text);
	return result.ok ? [] : result.problems.map(({ line, message }) => `${line}: ${message}`);
};

describe('a pasted .env file', () => {
	it('may have a byte order mark, comments, export, blanks and Windows line ends', () => {
		expect(
			values('\uFEFF# all of it\r\nexport A=1\r\n\r\n  B = two words  # note\r\nC=\r\n')
		).toEqual({
			A: '1',
			B: 'two words',
			C: ''
		});
	});

	it('keeps what stands in quotes', () => {
		expect(
			values(`A="x # y" # note\nB='$HOME \\n'\nC=\`a"b'\`\nD="a\\nb\\"c\\\\"\nE="\\$5"`)
		).toEqual({
			A: 'x # y',
			B: '$HOME \\n',
			C: `a"b'`,
			D: 'a\nb"c\\',
			E: '$5'
		});
	});

	it('reads a value over several lines, and counts on after it', () => {
		const pem = '-----BEGIN KEY-----\nabc=\n-----END KEY-----';
		expect(values(`KEY="${pem}"\nNEXT=1`)).toEqual({ KEY: pem, NEXT: '1' });
		expect(problems(`KEY="${pem}"\nbad line`)).toEqual(['4: There is no = in this line.']);
	});

	it('keeps = and # inside a value', () => {
		expect(values('URL=postgres://u:p@h/d?x=1#frag\nHASH=#not')).toEqual({
			URL: 'postgres://u:p@h/d?x=1#frag',
			HASH: ''
		});
	});

	it('names every line at fault', () => {
		const text = 'A=1\nB\n1C=2\nA B=3\nA=4\nD="open\nE=5\n';
		expect(problems(text)).toEqual([
			'2: There is no = in this line.',
			'3: Variable names: letters, digits, _ ; not starting with a digit.',
			'4: Variable names: letters, digits, _ ; not starting with a digit.',
			'5: A is defined twice (line 1 and 5).',
			'6: The quote " is never closed.'
		]);
	});

	it('does not take text after a closing quote for a value', () => {
		expect(problems('A="x"y')).toEqual(['1: There is text after the closing quote.']);
	});

	it('is empty when there is nothing in it', () => {
		expect(values('')).toEqual({});
		expect(values('\n\n# only a comment')).toEqual({});
	});
});
