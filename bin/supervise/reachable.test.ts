import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closedFolder } from './reachable.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-reach-'));
	await mkdir(join(folder, 'open/closed/inner'), { recursive: true });
	await chmod(folder, 0o711);
	await chmod(join(folder, 'open/closed'), 0o700);
});
afterAll(() => rm(folder, { recursive: true }));

test('finds the folder that other users may not pass', async () => {
	expect(await closedFolder(join(folder, 'open/closed/inner'))).toBe(join(folder, 'open/closed'));
});

test('is content with a way that is open', async () => {
	expect(await closedFolder(join(folder, 'open'))).toBeNull();
	expect(await closedFolder(join(folder, 'open/not-there-yet'))).toBeNull();
});
