import { request } from 'node:https';
import { readFile, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { addSite, get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';

describe.each(await bothCaddies())('the edge with $name', ({ binary }) => {
	let edge: TestEdge;
	let one: Backend;
	let two: Backend;

	beforeAll(async () => {
		edge = await startTestEdge(binary);
		one = await startBackend('one', (incoming, response) => {
			if (incoming.url === '/stream') {
				response.write('first\n');
				incoming.on('close', () => response.end());
				return;
			}
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ name: 'one', url: incoming.url, headers: incoming.headers }));
		});
		two = await startBackend('two', undefined, '127.0.0.2');
		await addSite(edge, 'one.localhost', one);
		await addSite(edge, 'two.localhost', two);
	});

	afterAll(async () => {
		await edge.remove();
		await Promise.all([one.stop(), two.stop()]);
	});

	it('brings each host to its own app, with a certificate for it', async () => {
		const answer = await get(edge, 'one.localhost', { path: '/a%20b?c=1' });
		expect(JSON.parse(answer.body)).toMatchObject({ name: 'one', url: '/a%20b?c=1' });
		expect((await get(edge, 'two.localhost')).body).toBe('two');
	});

	it('spreads requests over all targets of a host', async () => {
		await edge.names.update('spread', {
			hosts: [{ host: 'spread.localhost', certificate: true }],
			state: 'live',
			targets: [one, two].map(({ address, port }) => ({ address, port }))
		});
		const bodies = new Set<string>();
		for (let tries = 0; tries < 40 && bodies.size < 2; tries++) {
			bodies.add((await get(edge, 'spread.localhost')).body.includes('"one"') ? 'one' : 'two');
		}
		expect([...bodies].sort()).toEqual(['one', 'two']);
	});

	it('tells the app where the request came from, whatever the client claims', async () => {
		const lies = {
			forwarded: 'for=6.6.6.6;host=evil.test',
			'x-forwarded-for': '6.6.6.6',
			'x-forwarded-host': 'evil.test',
			'x-forwarded-proto': 'http',
			'x-forwarded-port': '1',
			'x-forwarded-prefix': '/evil',
			'x-original-host': 'evil.test',
			'x-real-ip': '6.6.6.6',
			'gantry-page': 'failed'
		};
		const { body } = await get(edge, 'one.localhost', { headers: lies });
		const { headers } = JSON.parse(body) as { headers: Record<string, string> };
		expect(headers).toMatchObject({
			host: `one.localhost:${edge.httpsPort}`,
			'x-forwarded-for': '127.0.0.1',
			'x-forwarded-host': `one.localhost:${edge.httpsPort}`,
			'x-forwarded-proto': 'https',
			'x-real-ip': '127.0.0.1'
		});
		expect(JSON.stringify(headers)).not.toMatch(/evil|6\.6\.6\.6/);
		for (const name of ['forwarded', 'x-forwarded-port', 'x-original-host', 'gantry-page']) {
			expect(headers).not.toHaveProperty(name);
		}
	});

	it('sends HTTP to HTTPS with its port', async () => {
		const answer = await get(edge, 'one.localhost', { plain: true, path: '/a?b=c' });
		expect(answer.status).toBe(308);
		expect(answer.headers.location).toBe(`https://one.localhost:${edge.httpsPort}/a?b=c`);
	});

	it('shows a page for unknown and stopped sites', async () => {
		const unknown = await get(edge, 'nobody.localhost', { plain: true });
		expect(unknown.status).toBe(404);
		expect(unknown.body).toContain('nobody.localhost');
		await addSite(edge, 'stopped.localhost', null);
		const stopped = await get(edge, 'stopped.localhost');
		expect(stopped.status).toBe(503);
		expect(stopped.headers['retry-after']).toBeDefined();
	});

	it('shows that a removed site is gone, although its certificate is still there', async () => {
		await addSite(edge, 'gone.localhost', two);
		expect((await get(edge, 'gone.localhost')).body).toBe('two');
		await edge.names.remove('gone-localhost');
		const until = performance.now() + 10_000;
		let answer = await get(edge, 'gone.localhost');
		while (answer.status === 200 && performance.now() < until) {
			answer = await get(edge, 'gone.localhost');
		}
		expect(answer.status).toBe(404);
	});

	it('shows a calm page when the app does not answer', async () => {
		const closed = await startBackend('closed');
		await closed.stop();
		await addSite(edge, 'down.localhost', closed);
		const answer = await get(edge, 'down.localhost');
		expect(answer.status).toBe(502);
		expect(answer.body).toContain('Not answering');
	});

	it('gives no certificate to a host that may have none', async () => {
		const hosts = [{ host: 'pending.localhost', certificate: false }];
		await edge.names.update('pending', { hosts, state: 'live', targets: [two] });
		await expect(get(edge, 'pending.localhost')).rejects.toThrow();
		await expect(get(edge, 'nobody.localhost')).rejects.toThrow();
		expect((await get(edge, 'pending.localhost', { plain: true })).body).toBe('two');
	});

	it("refuses another host than the handshake's", async () => {
		const answer = await get(edge, 'two.localhost', { servername: 'one.localhost' });
		expect(answer.status).toBe(421);
	});

	it.each([
		'{env.HOME}',
		'{http.request.host}.localhost',
		'a'.repeat(300),
		'-x.localhost',
		'one.localhost.',
		'one..localhost',
		'[::1]',
		'127.0.0.1',
		'localhost:0',
		'<script>',
		"a'b",
		'a%00b'
	])('answers the host %s with nobody’s app', async (host) => {
		const status = await rawStatus(edge.httpPort, host);
		expect([400, 404]).toContain(status);
	});

	it('answers as soon as the app does: nothing is held back', async () => {
		const first = await new Promise<string>((resolve, reject) => {
			const sent = request({
				host: '127.0.0.1',
				port: edge.httpsPort,
				path: '/stream',
				servername: 'one.localhost',
				headers: { host: 'one.localhost' },
				rejectUnauthorized: false,
				agent: false,
				signal: AbortSignal.timeout(5_000)
			});
			sent.on('error', reject).on('response', (response) => {
				response.once('data', (chunk: Buffer) => {
					resolve(chunk.toString());
					response.destroy();
				});
			});
			sent.end();
		});
		expect(first).toBe('first\n');
	});

	it('carries WebSockets', async () => {
		const socket = new WebSocket(`wss://two.localhost:${edge.httpsPort}/`, {
			rejectUnauthorized: false,
			lookup: (_host: string, _options: object, done: (e: null, a: object[]) => void) =>
				done(null, [{ address: '127.0.0.1', family: 4 }])
		} as object);
		const echoed = await new Promise<string>((resolve, reject) => {
			socket.on('open', () => socket.send('hello'));
			socket.on('message', (text) => resolve(String(text)));
			socket.on('error', reject);
		});
		socket.terminate();
		expect(echoed).toBe('two: hello');
	});

	it('offers HTTP/3', async () => {
		const { headers } = await get(edge, 'one.localhost');
		expect(headers['alt-svc']).toContain('h3');
	});

	it('keeps its sockets and keys to itself', async () => {
		const { paths } = edge;
		for (const path of [paths.caddySocket, paths.namesSocket, paths.namesDnsSocket]) {
			expect((await stat(path)).mode & 0o077).toBe(0);
		}
		const key = join(paths.caddyStorage, 'pki/authorities/local/root.key');
		expect((await stat(key)).mode & 0o077).toBe(0);
	});

	it('finds its own configuration unchanged, and brings a changed one back', async () => {
		const signal = AbortSignal.timeout(20_000);
		expect(await edge.proxy.ensure({ signal })).toEqual({ changed: false });
		const { CaddyAdmin } = await import('#caddy/admin.ts');
		await new CaddyAdmin(edge.paths.caddySocket).patch('/apps/http/grace_period', '3s');
		expect(await edge.proxy.ensure({ signal })).toEqual({ changed: true });
		expect(await edge.proxy.ensure({ signal })).toEqual({ changed: false });
	});

	it('is visited the way visitors come', async () => {
		const signal = AbortSignal.timeout(20_000);
		await addSite(edge, 'fresh.localhost', two);
		const visit = await edge.proxy.visit('fresh.localhost', { path: '/', signal });
		expect(visit).toMatchObject({ status: 200, answeredBy: `${two.address}:${two.port}` });
		await edge.names.update('fresh-localhost', { state: 'stopped' });
		await expect
			.poll(async () => (await edge.proxy.visit('fresh.localhost', { path: '/', signal })).status)
			.toBe(503);
		const page = await edge.proxy.visit('fresh.localhost', { path: '/', signal });
		expect(page.answeredBy).not.toBe(`${two.address}:${two.port}`);
		await expect(edge.proxy.visit('nobody.localhost', { path: '/', signal })).rejects.toMatchObject(
			{ code: 'certificate_failed' }
		);
		expect(await edge.proxy.version({ signal })).toMatch(/^2\./);
	});

	it('logs no secret that a visitor sends', async () => {
		const closed = await startBackend('closed');
		await closed.stop();
		await addSite(edge, 'leak.localhost', closed);
		const headers = { cookie: 'session=canary-1', authorization: 'Bearer canary-2' };
		expect((await get(edge, 'leak.localhost', { headers })).status).toBe(502);
		const log = await readFile(edge.paths.processLog('caddy'), 'utf8');
		expect(log).not.toContain('canary');
	});
});

/** Sends the Host header as it is: no client of ours would. */
function rawStatus(port: number, host: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const socket = createConnection(port, '127.0.0.1');
		socket.setTimeout(8_000, () => socket.destroy(new Error('no answer')));
		socket.on('connect', () => socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
		socket.once('data', (data) => {
			resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1]));
			socket.destroy();
		});
		socket.on('error', reject);
	});
}
