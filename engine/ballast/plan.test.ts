import { expect, test } from 'vitest';
import { ballastBytes, planBallast } from './plan.ts';

const gigabyte = 2 ** 30;
const megabyte = 2 ** 20;
const held = 512 * megabyte;

test.each([
	['a roomy disk, nothing held', 100, 50, 0, 'make'],
	['a roomy disk, all held', 100, 50, held, 'leave'],
	['a disk that is short, nothing held', 100, 4, 0, 'leave'],
	['a disk that is short, all held', 100, 4, held, 'leave'],
	['a disk that is full, all held', 100, 0.01, held, 'release'],
	['a disk that is full, nothing held', 100, 0, 0, 'leave']
] as const)('%s', (_case, total, free, heldBytes, wanted) => {
	const disk = { totalBytes: total * gigabyte, freeBytes: free * gigabyte };
	expect(planBallast(disk, heldBytes)).toBe(wanted);
});

test('of a small disk little is held back', () => {
	expect(ballastBytes(20 * gigabyte)).toBe(512 * megabyte);
	expect(ballastBytes(2 * gigabyte)).toBe(Math.floor((2 * gigabyte) / 20));
});
