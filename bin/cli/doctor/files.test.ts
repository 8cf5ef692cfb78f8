import { expect, test } from 'vitest';
import { judgeDisk } from './files.ts';

const gibibyte = 1024 ** 3;

test.each([
	[50, 100, 'ok'],
	[4, 20, 'ok'],
	[1.5, 20, 'warning'],
	[9, 100, 'ok'],
	[4.9, 100, 'warning'],
	[0.5, 20, 'failure']
])('%d of %d GiB free: %s', (free, total, state) => {
	expect(judgeDisk(free * gibibyte, total * gibibyte).state).toBe(state);
});
