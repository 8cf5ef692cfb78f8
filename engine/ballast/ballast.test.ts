import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepBallast } from './ballast.ts';

const megabyte = 2 ** 20;
let path = '';
beforeEach(
	async () => void (path = join(await mkdtemp(join(tmpdir(), 'gantry-ballast-')), 'ballast'))
);
afterEach(() => rm(join(path, '..'), { recursive: true }));

/** A disk of 100 MB with so many free. */
const disk = (free: number) => () =>
	Promise.resolve({ totalBytes: 100 * megabyte, freeBytes: free * megabyte });

test('holds room back, gives it up when the disk is full, and takes it back later', async () => {
	expect(await keepBallast(path, { disk: disk(80) })).toBe('made');
	const { size, blocks } = await stat(path);
	expect(size).toBe(5 * megabyte);
	expect(blocks * 512).toBeGreaterThanOrEqual(size);
	expect(await keepBallast(path, { disk: disk(75) })).toBeNull();
	expect(await keepBallast(path, { disk: disk(1) })).toBe('released');
	await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
	expect(await keepBallast(path, { disk: disk(6) })).toBeNull();
	expect(await keepBallast(path, { disk: disk(60) })).toBe('made');
});

test('makes nothing where only room is wanted', async () => {
	expect(await keepBallast(path, { disk: disk(80), mayMake: false })).toBeNull();
});
