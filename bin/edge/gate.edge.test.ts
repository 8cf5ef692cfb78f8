import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { startClients } from '../../e2e/fixtures/edge-clients.ts';
import { addSite, get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';
import { hashGuestPassword } from '#lib/server/guests/hash-guest-password.ts';
import type { NameEntry } from '#engine/names/port.ts';

describe.each(await bothCaddies())('the gate of the edge with $name', ({ binary }) => {
	let edge: TestEdge;
	let app: Backend;
	let other: Backend;

	beforeAll(async () => {
		edge = await startTestEdge(binary);
		app = await startBackend('app', (incoming, response) => {
			let body = '';
			incoming.on('data', (chunk) => (body += String(chunk)));
			incoming.on('end', () => {
				const { method, url, headers } = incoming;
				response.end(JSON.stringify({ method, url, headers, body }));
			});
		});
		other = await startBackend('other');
		await addSite(edge, 'other.localhost', other);
		await told({});
	});

	afterAll(async () => {
		await edge.remove();
		await Promise.all([app.stop(), other.stop()]);
	});

	const told = (over: Partial<NameEntry>) =>
		edge.names.update('shop', {
			hosts: [{ host: 'shop.localhost', certificate: true }],
			state: 'live',
			targets: [{ address: app.address, port: app.port }],
			maintenance: null,
			guests: [],
			...over
		});
	const visitors = { fresh: 2, kept: 3, sockets: 2, slow: 0, rest: 8 };
	const signal = () => AbortSignal.timeout(10_000);

	it('shows a page in maintenance and the app after it; others lose nothing, Caddy is not changed', async () => {
		const host = () => 'other.localhost';
		const load = startClients({ ...visitors, httpsPort: edge.httpsPort, host });
		for (let round = 0; round < 5; round++) {
			await told({ maintenance: { message: 'Back <soon>.' } });
			await expect.poll(async () => (await get(edge, 'shop.localhost')).status).toBe(503);
			const { headers, body } = await get(edge, 'shop.localhost', { path: '/deep?x=1' });
			expect(headers['retry-after']).toBe('30');
			expect(body).toContain('Back &lt;soon&gt;.');
			await told({});
			await expect.poll(async () => (await get(edge, 'shop.localhost')).status).toBe(200);
		}
		expect((await load.stop()).lost).toEqual([]);
		expect(await edge.proxy.ensure({ signal: signal() })).toEqual({ changed: false });
	});

	it('sends HTTP to HTTPS in maintenance, too, and refuses new WebSockets', async () => {
		await told({ maintenance: { message: null } });
		await expect.poll(async () => (await get(edge, 'shop.localhost')).status).toBe(503);
		expect((await get(edge, 'shop.localhost', { plain: true })).status).toBe(308);
		const socket = new WebSocket(`wss://shop.localhost:${edge.httpsPort}/`, {
			rejectUnauthorized: false,
			lookup: (_host: string, _options: object, done: (e: null, a: object[]) => void) =>
				done(null, [{ address: '127.0.0.1', family: 4 }])
		} as object);
		const refused = await new Promise((resolve) => socket.once('error', resolve));
		expect(String(refused)).toContain('503');
	});

	it('proves in maintenance which app will answer, to nobody but Gantry', async () => {
		await told({ maintenance: { message: null } });
		await expect.poll(async () => (await get(edge, 'shop.localhost')).status).toBe(503);
		const visit = await edge.proxy.visit('shop.localhost', { path: '/', signal: signal() });
		expect(visit).toMatchObject({ status: 200, answeredBy: `${app.address}:${app.port}` });
		const headers = { 'gantry-proof': '1', 'gantry-upstream': 'x', 'gantry-service': 'shop' };
		expect((await get(edge, 'shop.localhost', { headers })).status).toBe(503);
	});

	it('lets none but guests in, and keeps their password to itself', async () => {
		const guests = [{ name: 'ada', hash: await hashGuestPassword('correct horse') }];
		await told({ guests });
		await expect.poll(async () => (await get(edge, 'shop.localhost')).status).toBe(401);
		const asked = await get(edge, 'shop.localhost', { path: '/deep' });
		expect(asked.headers['www-authenticate']).toBe('Basic realm="shop", charset="UTF-8"');
		const as = (text: string) => ({
			authorization: `Basic ${Buffer.from(text).toString('base64')}`
		});
		expect((await get(edge, 'shop.localhost', { headers: as('ada:wrong') })).status).toBe(401);
		const headers = { ...as('ada:correct horse'), cookie: 'a=1', 'x-forwarded-for': '6.6.6.6' };
		const inside = await get(edge, 'shop.localhost', { path: '/a%20b?c=1', headers });
		expect(inside.status).toBe(200);
		const seen = JSON.parse(inside.body) as { url: string; headers: Record<string, string> };
		expect(seen.url).toBe('/a%20b?c=1');
		expect(seen.headers).toMatchObject({
			host: `shop.localhost:${edge.httpsPort}`,
			cookie: 'a=1',
			'x-forwarded-for': '127.0.0.1',
			'x-forwarded-proto': 'https',
			'x-forwarded-host': `shop.localhost:${edge.httpsPort}`,
			'x-real-ip': '127.0.0.1'
		});
		for (const name of ['authorization', 'gantry-gate', 'gantry-proof', 'gantry-service']) {
			expect(seen.headers).not.toHaveProperty(name);
		}
		const visit = await edge.proxy.visit('shop.localhost', { path: '/', signal: signal() });
		expect(visit).toMatchObject({ status: 200, answeredBy: `${app.address}:${app.port}` });
		const sent = await post(edge.httpsPort, { headers, body: 'x'.repeat(100_000) });
		expect(sent).toMatchObject({ method: 'POST', url: '/form', body: 'x'.repeat(100_000) });
		await told({ guests: [] });
		await expect.poll(async () => (await get(edge, 'shop.localhost')).status).toBe(200);
	});

	it('divides a host by path, with and without it taken away, each part behind its own rules', async () => {
		await told({});
		await expect.poll(async () => (await get(edge, 'shop.localhost')).status).toBe(200);
		const part = { service: 'shop', strip: true };
		const paths = [
			{ path: '/api', ...part },
			{ path: '/kept', ...part, strip: false }
		];
		await edge.names.update('front', {
			hosts: [{ host: 'front.localhost', certificate: true, paths }],
			state: 'live',
			targets: [{ address: other.address, port: other.port }]
		});
		expect((await get(edge, 'front.localhost')).body).toBe('other');
		expect((await get(edge, 'front.localhost', { path: '/apis' })).body).toBe('other');
		const seen = async (path: string, headers = {}) => {
			const { body } = await get(edge, 'front.localhost', { path, headers });
			return JSON.parse(body) as { url: string; headers: Record<string, string> };
		};
		expect(await seen('/api/a%20b/c?d=%2F')).toMatchObject({
			url: '/a%20b/c?d=%2F',
			headers: { 'x-forwarded-prefix': '/api', host: `front.localhost:${edge.httpsPort}` }
		});
		expect((await seen('/api')).url).toBe('/');
		expect((await seen('/api?x')).url).toBe('/?x');
		const kept = await seen('/kept/x', { 'x-forwarded-prefix': '/evil' });
		expect(kept.url).toBe('/kept/x');
		expect(kept.headers).not.toHaveProperty('x-forwarded-prefix');
		const visit = await edge.proxy.visit('front.localhost', { path: '/api', signal: signal() });
		expect(visit.answeredBy).toBe(`${other.address}:${other.port}`);
		await told({ maintenance: { message: null } });
		await expect
			.poll(async () => (await get(edge, 'front.localhost', { path: '/api' })).status)
			.toBe(503);
		expect((await get(edge, 'front.localhost')).status).toBe(200);
		await told({});
		expect(await edge.proxy.ensure({ signal: signal() })).toEqual({ changed: false });
	});
});

/** What the app says that it was sent. */
async function post(
	port: number,
	{ headers, body }: { headers: Record<string, string>; body: string }
): Promise<unknown> {
	const sent = request({
		...{ host: '127.0.0.1', port, path: '/form', method: 'POST', servername: 'shop.localhost' },
		headers: { ...headers, host: `shop.localhost:${port}` },
		rejectUnauthorized: false,
		signal: AbortSignal.timeout(10_000)
	});
	sent.end(body);
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	return json(response);
}
