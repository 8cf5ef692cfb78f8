import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { endOrphans, mark, supervisedName } from './orphans.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-orphans-'));
	await mkdir(join(folder, 'postgres'));
});
afterAll(() => rm(folder, { recursive: true }));

function sleeper(dataDir: string, args = ['60']) {
	return spawn('sleep', args, { env: { [mark]: 'worker', GANTRY_DATA_DIR: dataDir } });
}

test('knows the children of one data directory by their environment', () => {
	const environ = `PATH=/bin\0${mark}=panel\0GANTRY_DATA_DIR=/data\0`;
	expect(supervisedName(environ, '/data')).toBe('panel');
	expect(supervisedName(environ, '/dat')).toBeNull();
	expect(supervisedName('GANTRY_DATA_DIR=/data\0', '/data')).toBeNull();
});

test('ends what was left running here, and not what belongs elsewhere', async () => {
	const [own, other] = [sleeper(folder), sleeper(`${folder}-other`)];
	await Promise.all([once(own, 'spawn'), once(other, 'spawn')]);
	const ended = once(own, 'exit');
	expect(await endOrphans(dataPaths(folder))).toEqual(['worker']);
	expect(await ended).toEqual([null, 'SIGTERM']);
	expect(other.exitCode ?? other.signalCode).toBeNull();
	other.kill();
});

test("removes a database's pid file that names another process", async () => {
	const file = join(folder, 'postgres/postmaster.pid');
	await writeFile(file, `${process.pid}\n${folder}/postgres\n`);
	expect(await endOrphans(dataPaths(folder))).toEqual([]);
	await expect(readFile(file)).rejects.toThrow();
});
