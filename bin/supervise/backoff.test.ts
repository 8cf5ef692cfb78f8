import { expect, test } from 'vitest';
import { nextDelay } from './backoff.ts';

test('doubles from 0.2 s to 5 s', () => {
	const delays: number[] = [];
	for (let delay: number | null = null; delays.length < 7; delays.push(delay)) {
		delay = nextDelay(delay, 50);
	}
	expect(delays).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
});

test('begins afresh once a process ran for ten seconds', () => {
	expect(nextDelay(5000, 10_000)).toBe(200);
});
