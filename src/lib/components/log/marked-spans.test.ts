import { expect, test } from 'vitest';
import { parseAnsi } from './ansi.ts';
import { markSpans, textOf } from './marked-spans.ts';

const esc = '\u001b';
const marked = (line: string, ...ranges: [number, number][]) =>
	markSpans(parseAnsi(line), ranges).map(({ text, isMatch }) => (isMatch ? `[${text}]` : text));

test('cuts a piece where a match begins and ends', () => {
	expect(marked('abcdef', [1, 3], [4, 5])).toEqual(['a', '[bc]', 'd', '[e]', 'f']);
	expect(marked('abc', [0, 3])).toEqual(['[abc]']);
	expect(marked('abc')).toEqual(['abc']);
});

test('a match goes on over a change of colour, which it keeps', () => {
	const line = `GET ${esc}[31m50${esc}[1m0${esc}[0m done`;
	expect(textOf(parseAnsi(line))).toBe('GET 500 done');
	expect(marked(line, [3, 6], [8, 10])).toEqual(['GET', '[ ]', '[50]', '0', ' ', '[do]', 'ne']);
	expect(marked(line, [3, 9])).toEqual(['GET', '[ ]', '[50]', '[0]', '[ d]', 'one']);
	const colours = markSpans(parseAnsi(line), [[3, 9]]).map(({ colour }) => colour);
	expect(colours).toEqual([null, null, 1, 1, null, null]);
});
