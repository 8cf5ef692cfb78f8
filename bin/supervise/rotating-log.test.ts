import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRotatingLog } from './rotating-log.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'gantry-log-'))));
afterAll(() => rm(folder, { recursive: true }));

test('appends to what an earlier run wrote', async () => {
	const path = join(folder, 'a.log');
	for (const line of ['one\n', 'two\n']) {
		const log = openRotatingLog(path);
		log.write(line);
		log.close();
	}
	expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
});

test('keeps one older file past the limit', async () => {
	const path = join(folder, 'b.log');
	const log = openRotatingLog(path, 8);
	for (const line of ['first 1\n', 'second 2\n', 'third 3\n']) log.write(line);
	log.close();
	expect(await readFile(`${path}.1`, 'utf8')).toBe('second 2\n');
	expect(await readFile(path, 'utf8')).toBe('third 3\n');
});
