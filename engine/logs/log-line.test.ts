import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanText, formatLine, longestLine } from './log-line.ts';

it('writes time, stream, source and text', () => {
	expect(formatLine({ at: 1, stream: 'stderr', source: 'build', text: 'a\tb' })).toBe(
		'1\te\tbuild\ta\tb\n'
	);
});

it('keeps colours, tabs and carriage returns, and shows other control characters', () => {
	expect(cleanText('\u001b[1;31mred\u001b[0m 10%\r20%\tok')).toBe(
		'\u001b[1;31mred\u001b[0m 10%\r20%\tok'
	);
	expect(cleanText('\u001b[2J\u001b]0;title\u0007\u009b1A')).toBe('␛[2J␛]0;title␇�1A');
});

it('is always exactly one line, whatever the text holds', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, source) => {
			const line = formatLine({ at: 5, stream: 'stdout', source, text });
			expect(line.indexOf('\n')).toBe(line.length - 1);
			expect(line.split('\t').length).toBeGreaterThanOrEqual(4);
		})
	);
});

it('cuts a very long line and says so', () => {
	const cut = cleanText('x'.repeat(10_000_000));
	expect(cut.length).toBeLessThan(longestLine + 60);
	expect(cut).toContain('[9983616 more characters cut]');
});
