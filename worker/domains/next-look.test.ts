import { expect, test } from 'vitest';
import { nextLook } from './next-look.ts';

const now = new Date('2030-01-01T12:00:00Z');
const secondsUntil = (waitedSeconds: number, pointsHere = false) => {
	const waitsSince = new Date(now.getTime() - waitedSeconds * 1000);
	return (nextLook(now, { pointsHere, waitsSince }).getTime() - now.getTime()) / 1000;
};

test('a domain that waits is looked up less and less often', () => {
	expect([0, 60, 600, 7200, 18_000, 864_000].map((waited) => secondsUntil(waited))).toEqual([
		14, 14, 60, 720, 1800, 1800
	]);
});

test('one that points here is looked at once an hour', () => {
	expect(secondsUntil(5, true)).toBe(3600);
});

test('a clock that was set back delays nothing', () => {
	expect(secondsUntil(-3600)).toBe(14);
});
