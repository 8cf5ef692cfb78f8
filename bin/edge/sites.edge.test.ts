import { link, mkdir, utimes, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { readEdgePorts } from '#caddy/installed.ts';
import { get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';
import { startEdge, stopEdge } from './control.ts';

const page = (text: string) => `<!doctype html><title>${text}</title>${'<p>words</p>'.repeat(80)}`;

interface Release {
	files: Record<string, string>;
	immutable?: string[];
	fallback?: string;
}

const one: Release = {
	files: {
		'index.html': page('one'),
		'about.html': page('about'),
		'docs/index.html': page('docs'),
		'docs/deep.html': page('deep'),
		'empty/kept.txt': 'kept',
		'größe und mehr.txt': 'unicode',
		'100%25.txt': 'percent sign',
		'assets/app-AbC12345.js': `// ${'x'.repeat(900)}`,
		'assets/packed-AbC12345.js': 'plain',
		'assets/packed-AbC12345.js.br': 'not really brotli',
		'404.html': page('own 404'),
		'movie.mp4': '0123456789'
	},
	immutable: ['assets/app-AbC12345.js', 'assets/packed-AbC12345.js']
};
const two: Release = {
	files: { 'index.html': page('two'), 'assets/app-XyZ98765.js': '// two' },
	immutable: ['assets/app-XyZ98765.js']
};
const app: Release = { files: { 'index.html': page('app') }, fallback: 'index.html' };

describe.each(await bothCaddies())('sites of files with $name', ({ binary }) => {
	let edge: TestEdge;

	/** A release as engine/sites writes it. */
	async function write(folder: string, { files, immutable = [], fallback }: Release) {
		const root = join(edge.paths.sites, folder);
		for (const [path, text] of Object.entries(files)) {
			const file = join(root, 'files', path);
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, text);
			await utimes(file, 1_500_000_000, 1_500_000_000 + text.length);
		}
		for (const path of immutable) {
			await mkdir(dirname(join(root, 'immutable', path)), { recursive: true });
			await link(join(root, 'files', path), join(root, 'immutable', path));
		}
		if (fallback === undefined) return;
		await mkdir(join(root, 'fallback'));
		await link(join(root, 'files', fallback), join(root, 'fallback/index.html'));
	}

	const serve = (host: string, files: string, filesBefore: string | null = null) =>
		edge.names.update(files.split('/')[0]!, {
			hosts: [
				{ host, certificate: true },
				{ host: `plain-${host}`, certificate: false }
			],
			state: 'live',
			targets: [],
			files,
			filesBefore
		});
	const visit = (path: string, headers: Record<string, string> = {}) =>
		get(edge, 'site.localhost', { path, headers });

	beforeAll(async () => {
		edge = await startTestEdge(binary);
		await write('site/one', one);
		await write('site/two', two);
		await write('app/one', app);
		await serve('site.localhost', 'site/one');
		await serve('app.localhost', 'app/one');
	});

	afterAll(() => edge.remove());

	it('answers with the files of the host, and asks browsers to look again', async () => {
		const answer = await visit('/');
		expect(answer.status).toBe(200);
		expect(answer.body).toContain('<title>one</title>');
		expect(answer.headers).toMatchObject({
			'cache-control': 'no-cache',
			'content-type': 'text/html; charset=utf-8',
			'x-content-type-options': 'nosniff'
		});
		expect(answer.headers).not.toHaveProperty('last-modified');
		expect((await get(edge, 'app.localhost')).body).toContain('<title>app</title>');
	});

	it('says that nothing has changed to who has it, and to nobody else', async () => {
		const { etag } = (await visit('/')).headers;
		expect(etag).toMatch(/^"/);
		expect((await visit('/', { 'if-none-match': `${etag}` })).status).toBe(304);
		const dated = await visit('/', { 'if-modified-since': 'Fri, 01 Jan 2038 00:00:00 GMT' });
		expect(dated.status).toBe(200);
	});

	it('lets browsers keep what has a hash in its name', async () => {
		const answer = await visit('/assets/app-AbC12345.js');
		expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
		expect(answer.headers['content-type']).toContain('javascript');
	});

	it('packs text, and takes what the build has packed', async () => {
		const packed = await visit('/', { 'accept-encoding': 'gzip' });
		expect(packed.headers['content-encoding']).toBe('gzip');
		expect(packed.headers.vary).toContain('Accept-Encoding');
		const again = { 'accept-encoding': 'gzip', 'if-none-match': `${packed.headers.etag}` };
		expect((await visit('/', again)).status).toBe(304);
		const ready = await visit('/assets/packed-AbC12345.js', { 'accept-encoding': 'br' });
		expect(ready.headers['content-encoding']).toBe('br');
		expect(ready.headers['content-type']).toContain('javascript');
		expect(ready.body).toBe('not really brotli');
	});

	it.each([
		['/about', 200, 'about'],
		['/about.html', 200, 'about'],
		['/docs/', 200, 'docs'],
		['/docs/deep', 200, 'deep'],
		['/index.html', 200, 'one']
	])('shows a page for %s', async (path, status, title) => {
		const answer = await visit(path);
		expect(answer.status).toBe(status);
		expect(answer.body).toContain(`<title>${title}</title>`);
	});

	it.each([
		['/docs', '/docs/'],
		['/docs?a=b', '/docs/?a=b'],
		['/about/', '/about'],
		['/about/?a=b', '/about?a=b']
	])('sends %s to %s', async (path, location) => {
		const answer = await visit(path);
		expect(answer.status).toBe(308);
		expect(answer.headers.location).toBe(location);
	});

	it('finds files whose names need encoding', async () => {
		expect((await visit(encodeURI('/größe und mehr.txt'))).body).toBe('unicode');
		expect((await visit('/100%2525.txt')).body).toBe('percent sign');
	});

	it('gives a part of a file', async () => {
		const answer = await visit('/movie.mp4', { range: 'bytes=2-4' });
		expect(answer.status).toBe(206);
		expect(answer.body).toBe('234');
	});

	it.each(['/nowhere', '/empty/', '/docs/nowhere/', '/assets/missing.js', '/files/index.html'])(
		'shows the own 404 page for %s, with that status',
		async (path) => {
			const answer = await visit(path);
			expect(answer.status).toBe(404);
			expect(answer.body).toContain('<title>own 404</title>');
			expect(answer.headers['cache-control']).toBe('no-cache');
		}
	);

	it('shows the page of a single-page app for every path that is no file', async () => {
		for (const path of ['/users/john.doe', '/deep/er/', '/x?y=z']) {
			const answer = await get(edge, 'app.localhost', { path });
			expect(answer.status).toBe(200);
			expect(answer.body).toContain('<title>app</title>');
			expect(answer.headers['cache-control']).toBe('no-cache');
		}
		const missing = await get(edge, 'app.localhost', { path: '/assets/gone.js' });
		expect(missing.status).toBe(404);
		expect(missing.body).toContain('Not found');
	});

	it.each([
		'/../../one/files/index.html',
		'/..%2f..%2fapp/one/files/index.html',
		'/%2e%2e/%2e%2e/app/one/files/index.html',
		'/..\\..\\app\\one\\files\\index.html',
		'//etc/passwd',
		'/index.html%00',
		'/about.html/',
		'/a'.repeat(500)
	])('shows nothing outside the site for %s', async (path) => {
		const { status, body } = await raw(edge.httpPort, 'plain-app.localhost', path);
		expect([200, 308, 400, 404]).toContain(status);
		expect(body).not.toContain('<title>one</title>');
		expect(body).not.toContain('root:');
	});

	it('believes no claim of another release', async () => {
		const forged = { 'gantry-upstream': 'none.one.app.site.edge.internal' };
		expect((await visit('/', forged)).body).toContain('<title>one</title>');
	});

	it('changes at once, and keeps the scripts of pages that are open', async () => {
		await serve('site.localhost', 'site/two', 'site/one');
		await expect.poll(async () => (await visit('/')).body, { interval: 5 }).toContain('two');
		expect((await visit('/about')).status).toBe(404);
		expect((await visit('/assets/app-XyZ98765.js')).body).toBe('// two');
		const old = await visit('/assets/app-AbC12345.js');
		expect(old.status).toBe(200);
		expect(old.headers['cache-control']).toContain('immutable');
		await serve('site.localhost', 'site/one');
	});

	it('refuses to be written to', async () => {
		const { status } = await raw(edge.httpPort, 'plain-app.localhost', '/index.html', 'PUT');
		expect(status).toBe(405);
		expect((await get(edge, 'app.localhost')).body).toContain('<title>app</title>');
	});

	it('takes another port inside when a stranger has its own, and serves as before', async () => {
		await stopEdge(edge.paths);
		const before = await readEdgePorts(edge.paths);
		const stranger = createServer().listen(before?.sites, '127.0.0.1');
		await once(stranger, 'listening');
		try {
			await startEdge(edge.env);
			await expect
				.poll(async () => (await get(edge, 'app.localhost')).status, {
					timeout: 10_000,
					interval: 50
				})
				.toBe(200);
			expect((await readEdgePorts(edge.paths))?.sites).not.toBe(before?.sites);
		} finally {
			stranger.close();
		}
	});
});

/** One request over HTTP, sent as it is: no client of ours would. */
function raw(
	port: number,
	host: string,
	path: string,
	method = 'GET'
): Promise<{ status: number; body: string }> {
	return new Promise((resolve, reject) => {
		const socket = createConnection(port, '127.0.0.1');
		let body = '';
		socket.setTimeout(8_000, () => socket.destroy(new Error('no answer')));
		socket.on('connect', () =>
			socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
		);
		socket.on('data', (data) => (body += data.toString()));
		socket.on('end', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(body)?.[1]), body }));
		socket.on('error', reject);
	});
}
