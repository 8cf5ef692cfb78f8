import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHost, type Repository, startGitHost } from '../../e2e/fixtures/git-host.ts';
import { type CheckoutOptions, gitCheckout } from './git-checkout.ts';
import { createHostGuard } from './host-guard.ts';
import { isomorphicCheckout } from './isomorphic-checkout.ts';
import type { Checkout } from './port.ts';
import { wholeCheckout } from './whole-checkout.ts';

const allowPrivateHosts = ['127.0.0.1'];

async function unpack(tar: Buffer): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	const reader = extract();
	reader.end(tar);
	for await (const entry of reader) {
		const content = (await buffer(entry)).toString();
		const { type, name, linkname } = entry.header;
		if (type === 'file') files[name] = content;
		if (type === 'symlink') files[name] = `-> ${linkname}`;
	}
	return files;
}

describe.each([
	['the git program', gitCheckout],
	['isomorphic-git', isomorphicCheckout]
])('checkout through %s', (_name, adapter: (options: CheckoutOptions) => Checkout) => {
	const open = (options: CheckoutOptions) => wholeCheckout(adapter(options), options);
	let host: GitHost;
	let root: string;
	let repository: Repository;
	let first: string;
	let second: string;
	let checkout: Checkout;
	const signal = AbortSignal.timeout(60_000);
	const impatient = { idle: 1000, total: 5000, bytes: 2 ** 20 };

	const openWith = (limits = { idle: 20_000, total: 60_000, bytes: 2 ** 30 }) =>
		open({ root, allowPrivateHosts, limits, guard: createHostGuard({ allowPrivateHosts }) });

	beforeAll(async () => {
		host = await startGitHost();
		root = await mkdtemp(join(tmpdir(), 'gantry-checkout-'));
		checkout = openWith();
		repository = await host.createRepository('shop');
		first = await repository.commit({
			'package.json': '{"name":"shop"}',
			'web/index.html': '<h1>one</h1>',
			'web/deep/a.txt': 'a',
			'.gitattributes': 'secret.txt export-ignore\n',
			'secret.txt': 'kept'
		});
		second = await repository.commit(
			{ 'web/index.html': '<h1>two</h1>' },
			{ message: 'Say two\n\nwith a body', author: 'Grace "G" Hopper' }
		);
		await repository.commit({ 'only.txt': 'staging' }, { branch: 'staging' });
	});

	afterAll(async () => {
		await host.close();
		await rm(root, { recursive: true, force: true });
	});

	const source = (commit: string | null = null, branch = 'main') => ({
		url: repository.url,
		branch,
		commit
	});

	it('names the branches and the default one', async () => {
		const { default: main, names } = await checkout.branches(repository.url, { signal });
		expect({ main, names: names.sort() }).toEqual({ main: 'main', names: ['main', 'staging'] });
	});

	it('fetches the head of a branch and reads its facts', async () => {
		const commit = await checkout.fetch('head', source(), '', { signal });
		expect(commit).toMatchObject({
			sha: second,
			author: 'Grace "G" Hopper',
			message: 'Say two\n\nwith a body'
		});
		expect(Math.abs(commit.committedAt.getTime() - Date.now())).toBeLessThan(600_000);
		expect(commit.tree).toMatch(/^[0-9a-f]{40}$/);
	});

	it('fetches an exact older commit, and needs no host the second time', async () => {
		const options = { signal };
		expect((await checkout.fetch('exact', source(first), '', options)).sha).toBe(first);
		const before = host.requests();
		expect((await checkout.fetch('exact', source(first), 'web', options)).sha).toBe(first);
		expect(host.requests()).toBe(before);
	});

	it('gives the same tree for the same folder, whatever else changed', async () => {
		const one = await checkout.fetch('same', source(first), 'web/deep', { signal });
		const two = await checkout.fetch('same', source(second), 'web/deep', { signal });
		expect(one.tree).toBe(two.tree);
	});

	it('lists and reads files without a working copy', async () => {
		await checkout.fetch('read', source(second), '', { signal });
		const tree = checkout.tree('read', second, '');
		expect(await tree.list('')).toContainEqual({ name: 'package.json', kind: 'file', size: 15 });
		expect(await tree.list('')).toContainEqual({ name: 'web', kind: 'directory', size: 0 });
		expect(await tree.list('nowhere')).toEqual([]);
		expect(await tree.readText('web/index.html')).toBe('<h1>two</h1>');
		expect(await tree.readText('web')).toBeNull();
		expect(await tree.readText('../web/index.html')).toBeNull();
		expect(await checkout.tree('read', second, 'web').readText('deep/a.txt')).toBe('a');
		await expect(tree.readText('web/index.html', 3)).rejects.toMatchObject({
			code: 'file_too_large'
		});
	});

	it('streams the files below the root directory', async () => {
		await checkout.fetch('tar', source(first), '', { signal });
		const whole = await unpack(await buffer(checkout.archive('tar', first, '', { signal })));
		expect(whole).toEqual({
			'package.json': '{"name":"shop"}',
			'web/index.html': '<h1>one</h1>',
			'web/deep/a.txt': 'a',
			'.gitattributes': 'secret.txt export-ignore\n',
			'secret.txt': 'kept'
		});
		const web = await unpack(await buffer(checkout.archive('tar', first, 'web', { signal })));
		expect(web).toEqual({ 'index.html': '<h1>one</h1>', 'deep/a.txt': 'a' });
	});

	it('names the branches there are when the wanted one is missing', async () => {
		await expect(checkout.fetch('dev', source(null, 'dev'), '', { signal })).rejects.toMatchObject({
			code: 'branch_not_found',
			message: 'Branch dev not found. Available: main, staging.'
		});
	});

	it('says that a commit or a folder is not there', async () => {
		await expect(
			checkout.fetch('gone', source('0'.repeat(39) + '1'), '', { signal })
		).rejects.toMatchObject({ code: 'commit_not_found' });
		await expect(checkout.fetch('gone', source(), 'app', { signal })).rejects.toMatchObject({
			code: 'folder_not_found',
			message: 'The repository has no folder app'
		});
	});

	it('finds a commit in the history of its branch by its first digits', async () => {
		const resolve = (branch: string, commit?: string) =>
			checkout.resolve({ url: repository.url, branch, commit }, { signal });
		expect(await resolve('main')).toEqual({ sha: second });
		expect(await resolve('main', first.slice(0, 8))).toEqual({ sha: first });
		expect(await resolve('staging', first)).toEqual({ sha: first });
		const { sha: staging } = await resolve('staging');
		await expect(resolve('main', staging)).rejects.toMatchObject({
			code: 'commit_not_found',
			message: `Commit ${staging} not found on branch main.`
		});
	});

	it('names the host for a missing and for a private repository', async () => {
		const failure = {
			code: 'repository_not_found',
			message: 'Repository not found on 127.0.0.1, or no access'
		};
		const missing = checkout.branches(host.url('nowhere'), { signal });
		await expect(missing).rejects.toMatchObject(failure);
		host.break('private', 'auth');
		const closed = checkout.branches(host.url('private'), { signal });
		await expect(closed).rejects.toMatchObject(failure);
	});

	it.each([
		['error', 'The Git host 127.0.0.1 answered 500'],
		['redirect-loop', 'The Git host 127.0.0.1 redirects in a loop'],
		['hang', 'The Git host 127.0.0.1 sent nothing for 1 s'],
		['reset', 'The Git host 127.0.0.1 closed the connection']
	] as const)('names the host and the reason at a fault: %s', async (fault, message) => {
		host.break('broken', fault);
		await expect(
			openWith(impatient).branches(host.url('broken'), { signal })
		).rejects.toMatchObject({ code: 'git_host_unreachable', message });
	});

	it('gives up on a host that drips', async () => {
		host.break('broken', 'drip');
		await expect(
			openWith(impatient).branches(host.url('broken'), { signal })
		).rejects.toMatchObject({ code: 'git_host_unreachable' });
	});

	it('does not follow a redirect to another host', async () => {
		host.break('away', 'redirect-away');
		await expect(checkout.branches(host.url('away'), { signal })).rejects.toMatchObject({
			code: 'git_redirect_refused',
			message: '127.0.0.1 redirects to 169.254.169.254'
		});
	});

	it('follows a repository that was renamed on the same host', async () => {
		host.rename('old', 'shop');
		const moved = { ...source(), url: host.url('old') };
		expect((await checkout.fetch('moved', moved, '', { signal })).sha).toBe(second);
	});

	it('refuses hosts on private addresses that nobody allowed', async () => {
		const closed = open({
			root,
			allowPrivateHosts: [],
			limits: impatient,
			guard: createHostGuard({ allowPrivateHosts: [] })
		});
		await expect(closed.branches('https://127.0.0.1/x.git', { signal })).rejects.toMatchObject({
			code: 'git_host_private'
		});
		await expect(closed.branches(repository.url, { signal })).rejects.toMatchObject({
			code: 'git_url_invalid'
		});
	});

	it('stops at once when it is cancelled', async () => {
		host.break('slow', 'hang');
		const cancel = new AbortController();
		const pending = checkout.branches(host.url('slow'), { signal: cancel.signal });
		const reason = new Error('cancelled');
		setTimeout(() => cancel.abort(reason), 150);
		const before = Date.now();
		await expect(pending).rejects.toBe(reason);
		expect(Date.now() - before).toBeLessThan(20_000);
	});

	it('refuses a repository beyond the limit', async () => {
		const big = await host.createRepository('big');
		const noise = Buffer.from(Array.from({ length: 3 * 2 ** 20 }, () => Math.random() * 256));
		await big.commit({ 'noise.bin': noise });
		await expect(
			openWith({ ...impatient, idle: 10_000, total: 20_000 }).fetch(
				'big',
				{ url: big.url, branch: 'main', commit: null },
				'',
				{ signal }
			)
		).rejects.toMatchObject({ code: 'repository_too_large' });
	});

	it('leaves nothing of a removed service', async () => {
		await checkout.fetch('leaving', source(), '', { signal });
		await checkout.remove('leaving');
		await checkout.remove('leaving');
		expect(await readdir(root)).not.toContain('leaving');
	});
});
