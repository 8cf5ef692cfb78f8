import { mkdtemp, readdir, readFile, rm, stat, symlink, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack, type Pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSites } from './file-sites.ts';
import { siteLimits } from './limits.ts';
import { memorySites } from './memory-sites.ts';
import { noRules, type SiteContent, type Sites, type SiteSource } from './port.ts';

type EntryHeader = Parameters<Pack['entry']>[0];

const signal = new AbortController().signal;

/** A tar of files by path and text, and of other entries as they are given. */
function tarOf(files: Record<string, string>, others: EntryHeader[] = []): Readable {
	const tar = pack();
	for (const [name, text] of Object.entries(files)) tar.entry({ name, mtime: new Date() }, text);
	for (const header of others) tar.entry(header);
	tar.finalize();
	return Readable.from(tar);
}

function source(
	tar: Readable,
	change: Partial<SiteContent & Pick<SiteSource, 'signal'>> = {}
): SiteSource {
	const { signal: given = signal, ...content } = change;
	return { open: async () => ({ tar, folder: '', rules: noRules, ...content }), signal: given };
}

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'gantry-sites-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What every Sites must do. */
function sitesContract(make: () => Sites) {
	it('publishes the files of a folder, once', async () => {
		const sites = make();
		expect(await sites.find('shop/one')).toBeNull();
		const files = { 'dist/index.html': 'page', 'dist/a/b.txt': 'text', 'package.json': '{}' };
		const published = await sites.publish('shop/one', source(tarOf(files), { folder: 'dist' }));
		expect(published).toEqual({ files: 2, bytes: 8, hasIndex: true, notices: [] });
		expect(await sites.find('shop/one')).toEqual(published);
		expect(await sites.publish('shop/one', source(tarOf({ 'x.html': '' })))).toEqual(published);
	});

	it('leaves hidden files out, but for .well-known', async () => {
		const files = { '.env': 'SECRET', '.git/config': '', 'a/.b/c': '', '.well-known/x': 'y' };
		const { files: count, hasIndex } = await make().publish('shop/two', source(tarOf(files)));
		expect({ count, hasIndex }).toEqual({ count: 1, hasIndex: false });
	});

	it('says so when there is nothing to publish', async () => {
		const sites = make();
		const empty = source(tarOf({ 'src/index.html': '' }), { folder: 'dist' });
		await expect(sites.publish('shop/three', empty)).rejects.toMatchObject({
			code: 'site_empty',
			status: 422
		});
		expect(await sites.list('shop')).not.toContain('shop/three');
	});

	it('refuses a path that leads out', async () => {
		for (const name of ['../x', 'a/../../x', '/etc/x']) {
			const tar = tarOf({ [name]: 'bad' });
			await expect(make().publish('shop/four', source(tar))).rejects.toMatchObject({
				code: 'site_unreadable'
			});
		}
	});

	it('lists and removes, twice as well as once', async () => {
		const sites = make();
		await sites.publish('docs/one', source(tarOf({ 'index.html': '1' })));
		await sites.publish('docs/two', source(tarOf({ 'index.html': '2' })));
		expect((await sites.list('docs')).sort()).toEqual(['docs/one', 'docs/two']);
		for (let times = 0; times < 2; times++) await sites.remove('docs/one');
		expect(await sites.find('docs/one')).toBeNull();
		expect(await sites.list()).toContain('docs/two');
		for (let times = 0; times < 2; times++) await sites.removeAll('docs');
		expect(await sites.list('docs')).toEqual([]);
	});

	it('leaves nothing when it was cancelled', async () => {
		const sites = make();
		const cancelled = source(tarOf({ 'index.html': '1' }), { signal: AbortSignal.abort() });
		await expect(sites.publish('shop/five', cancelled)).rejects.toThrow();
		expect(await sites.find('shop/five')).toBeNull();
	});
}

describe('memorySites', () => {
	const shared = memorySites();
	sitesContract(() => shared);
});

describe('fileSites', () => {
	const sites = (limits = {}) => fileSites(join(folder, 'sites'), { ...siteLimits, ...limits });
	const at = (...parts: string[]) => join(folder, 'sites', ...parts);
	sitesContract(sites);

	it('lays a release out as the edge reads it', async () => {
		const rules = { fallback: '/200.html', hashed: '^/assets/.*-\\w{8}\\.' };
		const files = {
			'200.html': 'app',
			'assets/a-12345678.js': 'script',
			'assets/logo.svg': 'picture'
		};
		await sites().publish('laid/one', source(tarOf(files), { rules }));
		expect(await readdir(at('laid/one/immutable/assets'))).toEqual(['a-12345678.js']);
		expect(await readFile(at('laid/one/fallback/index.html'), 'utf8')).toBe('app');
		expect(await readdir(at('laid/one/files/assets'))).toEqual(['a-12345678.js', 'logo.svg']);
	});

	it('says when the page for all other paths is missing', async () => {
		const rules = { fallback: '/200.html', hashed: null };
		const tar = tarOf({ 'index.html': '' });
		const { notices } = await sites().publish('laid/two', source(tar, { rules }));
		expect(notices).toEqual(['there is no 200.html, so paths that are no files answer 404']);
	});

	it('says which rules of other hosts are not read', async () => {
		const tar = tarOf({ 'index.html': '', _redirects: '/a /b', _headers: '/*' });
		const { notices } = await sites().publish('laid/three', source(tar));
		expect(notices).toEqual([
			'1 line of _redirects not followed (/a /b): they need a Dockerfile',
			'_headers is not read here: own headers need a Dockerfile'
		]);
	});

	it('shows the page that _redirects names for all other paths', async () => {
		const tar = tarOf({ 'index.html': 'app', _redirects: '/* /index.html 200' });
		const { notices } = await sites().publish('laid/four', source(tar));
		expect(notices).toEqual([]);
		expect(await readFile(at('laid/four/fallback/index.html'), 'utf8')).toBe('app');
	});

	it('gives the same content the same time in every release, and another one another', async () => {
		const timeOf = async (release: string, text: string) => {
			await sites().publish(release, source(tarOf({ 'index.html': text })));
			return (await stat(at(release, 'files/index.html'))).mtimeMs;
		};
		const first = await timeOf('times/one', 'aa');
		expect(await timeOf('times/two', 'aa')).toBe(first);
		expect(await timeOf('times/three', 'ab')).not.toBe(first);
		const large = 'x'.repeat(400_000);
		expect(await timeOf('times/four', large)).toBe(await timeOf('times/five', large));
	});

	it('keeps links that end inside, and no others', async () => {
		const to = (name: string, linkname: string): EntryHeader => ({
			name,
			linkname,
			type: 'symlink'
		});
		const tar = tarOf({ 'v2/index.html': 'two' }, [
			to('latest', 'v2'),
			to('page.html', 'v2/index.html'),
			to('out', '/etc'),
			to('up', '../../..'),
			to('here', '.'),
			to('sly', 'here/../../..'),
			to('latest/through', '../../../../etc/passwd'),
			to('dangling', 'nowhere'),
			to('v2/index.html', '/etc/passwd'),
			{ name: 'hard.html', linkname: 'v2/index.html', type: 'link' },
			{ name: 'hard-out', linkname: 'nowhere', type: 'link' },
			{ name: 'device', type: 'character-device' },
			{ name: 'pipe', type: 'fifo' }
		]);
		const { files, notices } = await sites().publish('links/one', source(tar));
		const kept = await readdir(at('links/one/files'));
		expect(kept.sort()).toEqual(['hard.html', 'here', 'latest', 'page.html', 'v2']);
		expect(files).toBe(2);
		expect(notices[0]).toMatch(/^6 links lead out of the site or to nothing and were left out: /);
		expect(await readFile(at('links/one/files/page.html'), 'utf8')).toBe('two');
	});

	it('writes nothing through a link that came first', async () => {
		const tar = pack();
		tar.entry({ name: 'a', type: 'symlink', linkname: folder });
		tar.entry({ name: 'a/planted' }, 'bad');
		tar.finalize();
		await sites().publish('links/two', source(Readable.from(tar)));
		expect(await readdir(folder)).not.toContain('planted');
		expect(await readFile(at('links/two/files/a/planted'), 'utf8')).toBe('bad');
	});

	it.each([
		['files', { files: 2 }],
		['bytes', { bytes: 5 }],
		['path', { path: 6 }],
		['depth', { depth: 1 }]
	])('stops at too many %s, leaving nothing', async (_what, limits) => {
		const tar = tarOf({ '1.txt': '11', '2.txt': '22', 'a/3.txt': '33' });
		await expect(sites(limits).publish('large/one', source(tar))).rejects.toMatchObject({
			code: 'site_too_large'
		});
		expect(await readdir(at('large'))).toEqual([]);
	});

	it('says that a tar breaks off', async () => {
		const whole = Buffer.concat(await tarOf({ 'index.html': 'x'.repeat(3000) }).toArray());
		const broken = Readable.from([whole.subarray(0, 1500)]);
		await expect(sites().publish('broken/one', source(broken))).rejects.toMatchObject({
			code: 'site_unreadable'
		});
		expect(await sites().find('broken/one')).toBeNull();
	});

	it('takes the place of half a release, and clears what a lost worker left', async () => {
		await mkdir(at('half/one/files'), { recursive: true });
		await writeFile(at('half/one/files/old.html'), '');
		await mkdir(at('half/.draft-lost'));
		expect(await sites().find('half/one')).toBeNull();
		await sites().publish('half/one', source(tarOf({ 'index.html': 'new' })));
		expect(await readdir(at('half'))).toEqual(['one']);
		expect(await readdir(at('half/one/files'))).toEqual(['index.html']);
	});

	it('tells a folder it may not write to as what it is', async () => {
		await symlink('/proc', at('proc'));
		await expect(
			sites().publish('proc/one', source(tarOf({ 'index.html': '' })))
		).rejects.toMatchObject({ code: 'ENOENT' });
	});
});
