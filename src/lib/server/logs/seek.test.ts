import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seek } from './seek.ts';

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
