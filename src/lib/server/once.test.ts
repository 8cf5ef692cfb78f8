import { expect, test } from 'vitest';
import { once, remember } from './once.ts';

const counted = () => {
	let count = 0;
	return () => Promise.resolve(++count);
};

test('asks once where the context remembers, for each key', async () => {
	const ctx = {};
	remember(ctx);
	const read = counted();
	expect(await Promise.all([once(ctx, 'a', read), once(ctx, 'a', read)])).toEqual([1, 1]);
	expect(await once(ctx, 'b', read)).toBe(2);
});

test('asks each time elsewhere', async () => {
	const read = counted();
	const ctx = {};
	expect([await once(ctx, 'a', read), await once(ctx, 'a', read)]).toEqual([1, 2]);
});
