import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHost, startGitHost } from '../../e2e/fixtures/git-host.ts';
import { type CheckoutOptions, gitCheckout } from './git-checkout.ts';
import { createHostGuard } from './host-guard.ts';
import { isomorphicCheckout } from './isomorphic-checkout.ts';
import type { Checkout } from './port.ts';
import { entriesOf } from './tar-entries.ts';
import { wholeCheckout } from './whole-checkout.ts';

const allowPrivateHosts = ['127.0.0.1'];
const signal = AbortSignal.timeout(60_000);

async function unpack(tar: Readable): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	for await (const entry of entriesOf(tar)) {
		const content = (await buffer(entry)).toString();
		if (entry.header.type === 'file') files[entry.header.name] = content;
	}
	return files;
}

describe.each([
	['the git program', gitCheckout],
	['isomorphic-git', isomorphicCheckout]
])('a whole checkout through %s', (_name, adapter: (options: CheckoutOptions) => Checkout) => {
	let host: GitHost;
	let root: string;
	let checkout: Checkout;

	beforeAll(async () => {
		host = await startGitHost();
		root = await mkdtemp(join(tmpdir(), 'gantry-whole-'));
		const limits = { idle: 20_000, total: 60_000, bytes: 2 ** 22 };
		const options = {
			root,
			allowPrivateHosts,
			limits,
			guard: createHostGuard({ allowPrivateHosts })
		};
		checkout = wholeCheckout(adapter(options), options);
	});

	afterAll(async () => {
		await host.close();
		await rm(root, { recursive: true, force: true });
	});

	async function fetched(service: string, url: string, rootDirectory = '') {
		const lines: string[] = [];
		const given = { signal, log: (line: string) => void lines.push(line) };
		const source = { url, branch: 'main', commit: null };
		const { sha } = await checkout.fetch(service, source, rootDirectory, given);
		return {
			sha,
			lines,
			files: () => unpack(checkout.archive(service, sha, rootDirectory, { signal }))
		};
	}

	it('has the files of submodules in their places, those of submodules in them, too', async () => {
		const deep = await host.createRepository('deep');
		const deepSha = await deep.commit({ 'deep.txt': 'deep' });
		const theme = await host.createRepository('theme');
		await theme.commit({ 'package.json': '{}', 'src/a.css': 'a' });
		const themeSha = await theme.commitSubmodules({
			'vendor/deep': { url: deep.url, sha: deepSha }
		});
		await theme.commit({ 'src/a.css': 'newer, and not what the commit names' });
		const site = await host.createRepository('site');
		await site.commit({ 'index.html': 'site', 'web/b.txt': 'b' });
		await site.commitSubmodules({
			'web/themes/one': { url: '../theme.git', sha: themeSha },
			tools: { url: 'git@127.0.0.1:deep.git', sha: deepSha }
		});
		const { sha, lines, files } = await fetched('site', site.url);
		expect(await files()).toEqual({
			'.gitmodules': expect.any(String),
			'index.html': 'site',
			'web/b.txt': 'b',
			'web/themes/one/package.json': '{}',
			'web/themes/one/src/a.css': 'a',
			'web/themes/one/.gitmodules': expect.any(String),
			'web/themes/one/vendor/deep/deep.txt': 'deep',
			'tools/deep.txt': 'deep'
		});
		expect(lines).toContain(`Submodule web/themes/one: ${themeSha.slice(0, 7)} of ${theme.url}`);
		const below = await unpack(checkout.archive('site', sha, 'web', { signal }));
		expect(Object.keys(below)).toContain('themes/one/vendor/deep/deep.txt');
		expect(Object.keys(below)).not.toContain('tools/deep.txt');
		const tree = checkout.tree('site', sha, 'web');
		expect(await tree.list('themes')).toEqual([{ name: 'one', kind: 'directory', size: 0 }]);
		expect(await tree.readText('themes/one/vendor/deep/deep.txt')).toBe('deep');
		const before = host.requests();
		await checkout.fetch('site', { url: site.url, branch: 'main', commit: sha }, '', { signal });
		expect(host.requests()).toBe(before);
		await checkout.remove('site');
		expect(await readdir(root)).not.toContain('site');
	});

	it.each([
		['file:///etc', 'Only https:// and git@ (SSH) repository URLs are supported.'],
		['http://169.254.169.254/a.git', 'Only https:// and git@ (SSH) repository URLs are supported.'],
		[
			'https://10.1.2.3/a.git',
			'The Git host 10.1.2.3 is on a private address, which is not allowed'
		],
		['../nowhere.git', 'Repository not found']
	])('names the submodule that it does not fetch: %s', async (url, message) => {
		const name = `bad${Math.random().toString(36).slice(2)}`;
		const repository = await host.createRepository(name);
		await repository.commit({ a: 'a' });
		await repository.commitSubmodules({ 'libs/bad': { url, sha: '1'.repeat(40) } });
		await expect(fetched(name, repository.url)).rejects.toMatchObject({
			message: expect.stringMatching(/^Submodule libs\/bad \(/),
			status: expect.any(Number)
		});
		await expect(fetched(name, repository.url)).rejects.toThrow(message);
	});

	it('gives up on submodules without an end', async () => {
		const loop = await host.createRepository('loop');
		let sha = await loop.commit({ a: 'a' });
		for (let i = 0; i < 7; i++)
			sha = await loop.commitSubmodules({ below: { url: loop.url, sha } });
		await expect(fetched('loop', loop.url)).rejects.toMatchObject({ code: 'too_many_submodules' });
	});

	it('has the files of Git LFS instead of their pointers', async () => {
		const repository = await host.createRepository('pictures');
		const picture = Buffer.alloc(300_000, 'picture ');
		const pointer = host.storeLfs(picture);
		await repository.commit({
			'.gitattributes': '*.png filter=lfs diff=lfs merge=lfs -text\nplain/*.png -filter\n',
			'web/a.png': pointer,
			'web/same.png': pointer,
			'plain/b.png': pointer,
			'docs/pointer.txt': pointer
		});
		const { sha, lines, files } = await fetched('pictures', repository.url);
		expect(await files()).toMatchObject({
			'web/a.png': picture.toString(),
			'web/same.png': picture.toString(),
			'plain/b.png': pointer,
			'docs/pointer.txt': pointer
		});
		expect(lines).toContain('Fetching 1 file of Git LFS (0.3 MB)');
		const web = await unpack(checkout.archive('pictures', sha, 'web', { signal }));
		expect(web['a.png']).toBe(picture.toString());
	});

	it('says what is wrong with a file of Git LFS', async () => {
		const repository = await host.createRepository('broken');
		const pointer = host.storeLfs(Buffer.from('right'));
		const oid = [...host.lfs.keys()].at(-1) ?? '';
		await repository.commit({ '.gitattributes': '*.bin filter=lfs\n', 'a.bin': pointer });
		host.lfs.set(oid, Buffer.from('wrong'));
		await expect(fetched('broken', repository.url)).rejects.toMatchObject({
			code: 'lfs_object_wrong'
		});
		host.lfs.delete(oid);
		await expect(fetched('broken', repository.url)).rejects.toMatchObject({
			code: 'lfs_object_missing',
			message: `Git LFS has no object ${oid.slice(0, 12)}: Object does not exist`
		});
		host.lfs.set(oid, Buffer.from('right'));
		expect(await (await fetched('broken', repository.url)).files()).toMatchObject({
			'a.bin': 'right'
		});
	});

	it('fetches no more of Git LFS than a repository may have', async () => {
		const repository = await host.createRepository('huge');
		const pointer = host.storeLfs(Buffer.alloc(16)).replace('size 16', 'size 99000000');
		await repository.commit({ '.gitattributes': '*.bin filter=lfs\n', 'a.bin': pointer });
		await expect(fetched('huge', repository.url)).rejects.toMatchObject({
			code: 'repository_too_large'
		});
	});
});
