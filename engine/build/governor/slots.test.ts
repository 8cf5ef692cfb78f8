import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

const never = new AbortController().signal;

test('gives only so many slots, and the next to who waited longest', async () => {
	const slots = new Slots(2);
	const [first] = [await slots.take(never), await slots.take(never)];
	const order: string[] = [];
	const third = slots.take(never).then((release) => (order.push('third'), release));
	const fourth = slots.take(never).then((release) => (order.push('fourth'), release));
	expect(slots.isFull).toBe(true);
	first();
	(await third)();
	await fourth;
	expect(order).toEqual(['third', 'fourth']);
});

test('who gives up does not take a slot with them', async () => {
	const slots = new Slots(1);
	const release = await slots.take(never);
	const stop = new AbortController();
	const waiting = slots.take(stop.signal);
	stop.abort(new Error('cancelled'));
	await expect(waiting).rejects.toThrow('cancelled');
	release();
	expect(slots.isFull).toBe(false);
});
