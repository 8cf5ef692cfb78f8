import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAnsi, plainText } from './ansi.ts';

const esc = '\u001b';
const drawn = (line: string) =>
	parseAnsi(line).map(({ text, ...style }) => [
		text,
		Object.fromEntries(
			Object.entries(style).filter(([, value]) => value !== null && value !== false)
		)
	]);

test('leaves plain text alone', () => {
	expect(drawn('npm run build <b>')).toEqual([['npm run build <b>', {}]]);
});

test('reads the sixteen colours, bold and reset', () => {
	expect(drawn(`${esc}[1;31merror${esc}[0m: ${esc}[92mok${esc}[39m.`)).toEqual([
		['error', { colour: 1, bold: true }],
		[': ', {}],
		['ok', { colour: 10 }],
		['.', {}]
	]);
});

test('reads the 256 colours', () => {
	expect(drawn(`${esc}[38;5;9ma${esc}[38;5;208mb${esc}[38;5;232mc${esc}[48;5;21md`)).toEqual([
		['a', { colour: 9 }],
		['b', { colour: '255 135 0' }],
		['c', { colour: '8 8 8' }],
		['d', { colour: '8 8 8', background: '0 0 255' }]
	]);
});

test('reads true colours with what follows them', () => {
	expect(drawn(`${esc}[38;2;12;34;56;1mx`)).toEqual([['x', { colour: '12 34 56', bold: true }]]);
	expect(drawn(`${esc}[38:2:12:34:56mx`)).toEqual([['x', { colour: '12 34 56' }]]);
});

test('ignores a colour that is not one', () => {
	expect(drawn(`${esc}[38;5;999mx`)).toEqual([['x', {}]]);
	expect(drawn(`${esc}[38;2;300;0;0mx`)).toEqual([['x', {}]]);
});

test('an empty sequence resets', () => {
	expect(drawn(`${esc}[4mu${esc}[mx`)).toEqual([
		['u', { underline: true }],
		['x', {}]
	]);
});

test('shows the last state of a progress bar, in its colour', () => {
	expect(drawn('10 %\r50 %\r100 %\r')).toEqual([['100 %', {}]]);
	expect(drawn(`${esc}[32m10 %\r100 %${esc}[0m`)).toEqual([['100 %', { colour: 2 }]]);
	expect(drawn(`⠋ idealTree${esc}[1G${esc}[0K⠙ reify${esc}[1G${esc}[0K`)).toEqual([
		['⠙ reify', {}]
	]);
});

test('takes no longer for a line that was overwritten very often', () => {
	const started = performance.now();
	expect(drawn('x\r'.repeat(100_000))).toEqual([['x', {}]]);
	expect(plainText(`y${' \r'.repeat(100_000)}`)).toMatch(/^y/);
	expect(performance.now() - started).toBeLessThan(10_000);
});

test('shows hyperlinks and titles as text only', () => {
	expect(drawn(`${esc}]8;;javascript:alert(1)${esc}\\click${esc}]8;;${esc}\\`)).toEqual([
		['click', {}]
	]);
	expect(drawn(`${esc}]0;title\u0007after`)).toEqual([['after', {}]]);
});

test('drops movements, and makes characters visible that turn the reading direction', () => {
	expect(drawn(`${esc}[2Aup${esc}[?25l\u0007`)).toEqual([['up', {}]]);
	expect(drawn('access\u202etxt.exe')).toEqual([['access\ufffdtxt.exe', {}]]);
});

test('cuts what is too long to draw', () => {
	expect(parseAnsi('x'.repeat(100_000))[0]?.text).toHaveLength(4001);
	expect(parseAnsi(`${esc}[1m${'x'.repeat(100_000)}`)[0]?.text).toHaveLength(4001);
});

test('never lets a control character through, whatever comes in', () => {
	const noise = fc.string({
		unit: fc.constantFrom(
			esc,
			'[',
			']',
			'm',
			';',
			'38',
			'5',
			'0',
			'\r',
			'\u0007',
			'\\',
			'a',
			'<',
			'\u009b'
		)
	});
	fc.assert(
		fc.property(noise, (line) => {
			const text = parseAnsi(line)
				.map((span) => span.text)
				.join('');
			// eslint-disable-next-line no-control-regex -- the very thing under test
			expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
			expect(text).toBe(plainText(line));
		})
	);
});

test('shows what follows a title that a carriage return broke off', () => {
	expect(drawn(`${esc}]0;build\r38 %`)).toEqual([['38 %', {}]]);
	expect(plainText(`${esc}]\r38 %`)).toBe('38 %');
});
