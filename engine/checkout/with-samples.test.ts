import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detect } from '../detect/detect.ts';
import { settings } from '../detect/testing/settings.ts';
import { type CheckoutOptions, gitCheckout } from './git-checkout.ts';
import { createHostGuard } from './host-guard.ts';
import { isomorphicCheckout } from './isomorphic-checkout.ts';
import { gitLimits } from './limits.ts';
import type { Checkout } from './port.ts';
import { runGit } from './run-git.ts';
import { sampleNamed } from './sample-url.ts';
import { withSamples } from './with-samples.ts';

const url = 'sample:hello';
const signal = AbortSignal.timeout(60_000);

async function namesIn(tar: Buffer): Promise<string[]> {
	const names: string[] = [];
	const reader = extract();
	reader.end(tar);
	for await (const entry of reader) {
		names.push(entry.header.name);
		entry.resume();
	}
	return names.sort();
}

describe.each([
	['the git program', gitCheckout],
	['isomorphic-git', isomorphicCheckout]
])('a sample through %s', (_name, adapter: (options: CheckoutOptions) => Checkout) => {
	let root: string;
	let checkout: Checkout;

	beforeAll(async () => {
		root = await mkdtemp(join(tmpdir(), 'gantry-samples-'));
		const guard = createHostGuard({ allowPrivateHosts: [] });
		const options = { root, allowPrivateHosts: [], guard, limits: gitLimits };
		checkout = withSamples(adapter(options), options);
	});

	afterAll(() => rm(root, { recursive: true, force: true }));

	it('is a repository like any other: a branch, a commit, files', async () => {
		expect(await checkout.branches(url, { signal })).toEqual({ default: 'main', names: ['main'] });
		const { sha } = await checkout.resolve({ url, branch: 'main' }, { signal });
		const source = { url, branch: 'main', commit: sha };
		const first = await checkout.fetch('s1', source, '', { signal });
		expect(first).toMatchObject({ sha, message: 'Say hello', author: 'Gantry' });
		// A step that was interrupted is run again.
		expect(await checkout.fetch('s1', source, '', { signal })).toEqual(first);

		const tree = checkout.tree('s1', sha, '');
		const page = await readFile(join(import.meta.dirname, '../samples/hello/index.html'), 'utf8');
		expect(await tree.readText('index.html')).toBe(page);
		const archive = await buffer(checkout.archive('s1', sha, '', { signal }));
		const entries = await tree.list('');
		expect(await namesIn(archive)).toEqual(entries.map(({ name }) => name).sort());
	});

	it('is sound in the eyes of git', async () => {
		const { sha } = await checkout.fetch('s2', { url, branch: 'main', commit: null }, '', {
			signal
		});
		const gitDir = join(root, 's2');
		const { code, stderr } = await runGit(['fsck', '--strict', sha], { gitDir, signal });
		expect({ code, stderr: stderr.replace(/^notice.*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
	});

	it('has no other branch, commit or folder', async () => {
		const commit = 'f'.repeat(40);
		await expect(checkout.resolve({ url, branch: 'next' }, { signal })).rejects.toMatchObject({
			code: 'branch_not_found'
		});
		await expect(
			checkout.resolve({ url, branch: 'main', commit }, { signal })
		).rejects.toMatchObject({ code: 'commit_not_found' });
		const source = { url, branch: 'main', commit: null };
		await expect(checkout.fetch('s3', source, 'docs', { signal })).rejects.toMatchObject({
			code: 'folder_not_found'
		});
	});

	it.each([
		'sample:other',
		'sample:../hello',
		'sample:/etc',
		'sample:hello/../..',
		'sample://hello',
		'SAMPLE:HELLO',
		'file:///etc'
	])('%s names none', async (other) => {
		expect(sampleNamed(other)).toBeNull();
		await expect(checkout.branches(other, { signal })).rejects.toMatchObject({
			code: 'git_url_invalid'
		});
		const source = { url: other, branch: 'main', commit: null };
		await expect(checkout.fetch('s4', source, '', { signal })).rejects.toMatchObject({
			code: 'git_url_invalid'
		});
	});
});

it('is seen to be finished files, with nothing to complain of', async () => {
	const root = await mkdtemp(join(tmpdir(), 'gantry-samples-'));
	try {
		const guard = createHostGuard({ allowPrivateHosts: [] });
		const options = { root, allowPrivateHosts: [], guard, limits: gitLimits };
		const checkout = withSamples(gitCheckout(options), options);
		const { sha } = await checkout.fetch('s', { url, branch: 'main', commit: null }, '', {
			signal
		});
		const plan = await detect(checkout.tree('s', sha, ''), settings());
		expect(plan).toMatchObject({ language: 'static', notices: [], dockerfile: '' });
	} finally {
		await rm(root, { recursive: true, force: true });
	}
});
