import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimPidFile, identify, isRunning, runningFrom, startTimeOf } from './pid-file.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'gantry-pid-'))));
afterAll(() => rm(folder, { recursive: true }));

test('reads the start time of a process whose name holds spaces and brackets', () => {
	const rest = Array.from({ length: 30 }, (_, index) => index + 3).join(' ');
	expect(startTimeOf(`42 (a) b (c)) ${rest}`)).toBe(22);
});

test('takes one that has ended, though its number is still there, for ended', () => {
	expect(startTimeOf('42 (caddy) Z 1 42 42 0 -1 4227084 0 0 0 0 0 0 0 0 20 0 1 0 99')).toBeNull();
});

test('claims a file for this process and says so to others', async () => {
	const path = join(folder, 'own.pid');
	expect(await claimPidFile(path)).toBeNull();
	expect(await runningFrom(path)).toMatchObject({ pid: process.pid });
});

test('names the one that runs already', async () => {
	const path = join(folder, 'taken.pid');
	const child = spawn('sleep', ['60']);
	await once(child, 'spawn');
	await writeFile(path, JSON.stringify(identify(child.pid!)));
	expect(await claimPidFile(path)).toMatchObject({ pid: child.pid });
	child.kill();
	await once(child, 'exit');
	expect(await claimPidFile(path)).toBeNull();
});

test('takes over a file whose number now belongs to another process', async () => {
	const path = join(folder, 'reused.pid');
	const init = identify(1);
	await writeFile(path, JSON.stringify({ ...init!, startedAt: init!.startedAt + 1 }));
	expect(await claimPidFile(path)).toBeNull();
});

test('takes over a broken file', async () => {
	const path = join(folder, 'broken.pid');
	await writeFile(path, 'not json');
	expect(await claimPidFile(path)).toBeNull();
});

test('does not take a process of another start of the machine for the same one', async () => {
	const own = identify(process.pid);
	expect(isRunning(own!)).toBe(true);
	expect(isRunning({ ...own!, boot: 'another' })).toBe(false);
});
