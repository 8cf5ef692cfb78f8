import { expect, test } from 'vitest';
import { growthExponent, growthRow } from './growth.ts';

test('what costs the same at any size is flat, what doubles with it is linear', () => {
	expect(growthExponent({ from: 10, to: 1000, few: 3, many: 3 })).toBe(0);
	expect(growthExponent({ from: 10, to: 1000, few: 3, many: 300 })).toBeCloseTo(1);
	expect(growthExponent({ from: 10, to: 1000, few: 3, many: 30_000 })).toBeCloseTo(2);
});

test('the row says how far it grew, and fails above its mark', () => {
	const row = growthRow(
		'B8',
		'a switch',
		{ from: 10, to: 10_000, few: 40, many: 80 },
		{ atMost: 1.5 }
	);
	expect(row).toEqual({
		id: 'B8',
		what: 'a switch: 10,000 / 10',
		result: '× 2.00 (exponent 0.10)',
		mark: '≤ × 1.5',
		passed: false,
		figures: '80.0 ms / 40.0 ms'
	});
});
