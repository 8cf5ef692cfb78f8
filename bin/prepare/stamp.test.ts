import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stampOf } from './stamp.ts';

let root: string;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'gantry-stamp-'));
	await mkdir(join(root, 'src/deep'), { recursive: true });
	await writeFile(join(root, 'src/deep/a.ts'), 'one');
	await writeFile(join(root, 'package.json'), '{}');
});
afterAll(() => rm(root, { recursive: true }));

const stamp = () =>
	stampOf(root, ['src', 'package.json', 'absent'], (path) => path.endsWith('.test.ts'));

test('is the same when nothing changed', async () => {
	expect(await stamp()).toBe(await stamp());
});

test('changes with a content and with a name', async () => {
	const first = await stamp();
	await writeFile(join(root, 'src/deep/a.ts'), 'two');
	const second = await stamp();
	expect(second).not.toBe(first);
	await rename(join(root, 'src/deep/a.ts'), join(root, 'src/deep/b.ts'));
	expect(await stamp()).not.toBe(second);
});

test('leaves out what is ignored', async () => {
	const before = await stamp();
	await writeFile(join(root, 'src/a.test.ts'), 'a test');
	expect(await stamp()).toBe(before);
});
