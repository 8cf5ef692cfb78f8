import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GitObjects } from './git-objects.ts';
import { text } from 'node:stream/consumers';
import { converse, runGit } from './run-git.ts';

const signal = AbortSignal.timeout(60_000);
let gitDir: string;
let objects: GitObjects;
beforeEach(async () => {
	gitDir = await mkdtemp(join(tmpdir(), 'gantry-objects-'));
	await runGit(['init', '--quiet', '--bare', gitDir], { signal });
	objects = new GitObjects(gitDir);
});
afterEach(async () => {
	objects.close();
	await rm(gitDir, { recursive: true, force: true });
});

async function store(type: 'blob' | 'tree' | 'commit', content: string | Buffer): Promise<string> {
	const { input, output, ended } = converse(
		['hash-object', '-w', '--stdin', '--literally', '-t', type],
		{ gitDir, signal }
	);
	input.end(content);
	const [id] = await Promise.all([text(output), ended]);
	return id.trim();
}

const entry = (mode: string, name: string, id: string) =>
	Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);

test('reads a tree with the sizes of its files, whatever their names', async () => {
	const small = await store('blob', 'ä\n');
	const large = await store('blob', 'x'.repeat(3_000_000));
	const empty = await store('blob', '');
	const below = await store('tree', entry('100644', 'a', empty));
	const tree = await store(
		'tree',
		Buffer.concat([
			entry('100755', ' with spaces\nand a line', small),
			entry('40000', 'below', below),
			entry('160000', 'module', 'ab'.repeat(20)),
			entry('120000', 'to', small),
			entry('100644', 'ü', large)
		])
	);
	expect(await objects.entries(tree)).toEqual([
		{ name: ' with spaces\nand a line', kind: 'file', object: small, size: 3 },
		{ name: 'below', kind: 'directory', object: below, size: 0 },
		{ name: 'module', kind: 'submodule', object: 'ab'.repeat(20), size: 0 },
		{ name: 'to', kind: 'symlink', object: small, size: 3 },
		{ name: 'ü', kind: 'file', object: large, size: 3_000_000 }
	]);
	const [one, all, none] = await Promise.all([small, large, empty].map((id) => objects.text(id)));
	expect([one, all?.length, none]).toEqual(['ä\n', 3_000_000, '']);
});

test('reads a commit in the encoding that it names, with a signature', async () => {
	const tree = await store('tree', '');
	const head = [
		`tree ${tree}`,
		'author Jürgen <j@example.com> 1700000000 +0100',
		'committer Ada <a@example.com> 1700000600 -0330',
		'encoding iso-8859-1',
		'gpgsig -----BEGIN',
		' author of nothing <x> 1 +0000',
		' -----END'
	].join('\n');
	const sha = await store('commit', Buffer.from(`${head}\n\nGrüße\n\nund mehr\n`, 'latin1'));
	expect(await objects.commit(sha)).toEqual({
		sha,
		tree,
		author: 'Jürgen',
		committedAt: new Date(1700000600_000),
		message: 'Grüße\n\nund mehr'
	});
	expect(await objects.rootOf(sha)).toBe(tree);
});

test('has no commit that is not there, and one that came meanwhile', async () => {
	const tree = await store('tree', '');
	const known = `tree ${tree}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n`;
	const missing = 'ab'.repeat(20);
	expect(await objects.commit(missing)).toBeNull();
	expect(await objects.commit(tree)).toBeNull();
	const sha = await store('commit', `${known}\nnow\n`);
	expect(await objects.commit(sha)).toMatchObject({ message: 'now' });
});

test('goes on after its process was let go of', async () => {
	const id = await store('blob', 'still here');
	expect(await objects.text(id)).toBe('still here');
	objects.close();
	expect(await objects.text(id)).toBe('still here');
});

test('does not wait for a cache that is gone', async () => {
	await rm(gitDir, { recursive: true });
	await expect(objects.commit('ab'.repeat(20))).rejects.toThrow('git cat-file ended');
});
