import { expect, test } from 'vitest';
import { interleave, quantile, ratioOf } from './ratio.ts';

test('takes the two sides in turn and throws the first pair away', async () => {
	const order: string[] = [];
	let run = 0;
	const pairs = await interleave(
		2,
		async () => (order.push('a'), ++run),
		async () => (order.push('b'), 10)
	);
	expect(order.join('')).toBe('ababab');
	expect(pairs).toEqual({ ours: [2, 3], baseline: [10, 10] });
});

test('judges pair by pair, so that a slow machine slows both sides', () => {
	const ratio = ratioOf({ ours: [10, 20, 40, 80], baseline: [10, 20, 40, 80] });
	expect(ratio.median).toBe(1);
	expect(ratio.drift).toBeGreaterThan(0.25);
});

test('quantiles lie between the neighbours', () => {
	expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
	expect(quantile([4, 1], 0.25)).toBe(1.75);
});
