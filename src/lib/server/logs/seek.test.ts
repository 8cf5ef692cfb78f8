import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seek, seekAnyCase } from './seek.ts';

it('finds what indexOf finds, from any place on', () => {
	const few = fc.string({ unit: fc.constantFrom('a', 'b', 'C', '\n', 'ü', '𝄞') });
	fc.assert(
		fc.property(few, few, fc.nat(20), fc.boolean(), (text, words, from, isThere) => {
			const whole = isThere ? `${text}${words}${text}` : text;
			const needle = words || 'a';
			expect(seek(whole, needle)(from)).toBe(whole.indexOf(needle, from));
		})
	);
});

it('finds ASCII in whatever case, and nothing that only looks like it', () => {
	const few = fc.string({
		unit: fc.constantFrom('a', 'A', 'k', 'S', '.', '\n', 'ſ', '\u212a', 'é')
	});
	const plain = fc.string({ unit: fc.constantFrom('a', 'K', 's', '.', ' '), minLength: 1 });
	const lowered = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	fc.assert(
		fc.property(few, plain, fc.nat(20), fc.boolean(), (text, needle, from, isThere) => {
			const whole = isThere ? `${text}${needle}${text}` : text;
			const expected = lowered(whole).indexOf(lowered(needle), from);
			expect(seekAnyCase(whole, needle)(from)).toBe(from > whole.length ? -1 : expected);
		})
	);
});
