import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcp, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { HealthSettings } from '../spec.ts';
import { createProber } from './prober.ts';

const open: { close(): void }[] = [];
const signal = AbortSignal.timeout(30_000);
const prober = createProber({ timeout: 300 });

afterEach(() => {
	for (const server of open.splice(0)) server.close();
});

async function serve(answer: RequestListener): Promise<number> {
	const server: Server = createServer(answer);
	open.push({ close: () => (server.closeAllConnections(), server.close()) });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

const probe = (port: number, health: Partial<HealthSettings> = {}) =>
	prober.probe(
		{ address: '127.0.0.1', port },
		{ kind: 'http', path: '/', deadlineSeconds: 1, ...health },
		{ host: 'shop.example', signal }
	);

describe('a probe', () => {
	it.each([200, 204, 302, 404, 499])(
		'takes %i for healthy, and follows no redirect',
		async (status) => {
			let visits = 0;
			const port = await serve((_request, response) => {
				visits++;
				response.writeHead(status).end();
			});
			expect(await probe(port)).toEqual({ healthy: true, detail: `answered ${status}` });
			expect(visits).toBe(1);
		}
	);

	it('says where a redirect leads', async () => {
		const port = await serve((_request, response) => {
			response.writeHead(302, { location: '/login?next=%2F' }).end();
		});
		expect(await probe(port)).toEqual({
			healthy: true,
			detail: 'answered 302, a redirect to /login?next=%2F'
		});
	});

	it.each([
		[302, '/login', '/up answered 302, a redirect to /login: the health path must answer itself'],
		[404, null, '/up answered 404: the app has no such page']
	])(
		'does not take %i of another page for the health of a chosen path',
		async (status, to, detail) => {
			const port = await serve((_request, response) => {
				response.writeHead(status, to === null ? {} : { location: to }).end();
			});
			expect(await probe(port, { path: '/up' })).toEqual({ healthy: false, detail });
		}
	);

	it.each([
		[301, 'https://shop.example/up/'],
		[401, undefined],
		[204, undefined]
	])('takes %i of a chosen path itself for healthy', async (status, location) => {
		const port = await serve((_request, response) => {
			response.writeHead(status, location === undefined ? {} : { location }).end();
		});
		expect(await probe(port, { path: '/up' })).toMatchObject({ healthy: true });
	});

	it('asks for the path with the app’s own host name', async () => {
		let seen = '';
		const port = await serve((request, response) => {
			seen = `${request.headers.host} ${request.url}`;
			response.end();
		});
		await probe(port, { path: '/healthz?deep=1' });
		expect(seen).toBe('shop.example /healthz?deep=1');
	});

	it('repeats the first words of an error page', async () => {
		const port = await serve((_request, response) => {
			response.writeHead(503).end('<html><style>b{}</style><b>No\n database</b></html>');
		});
		expect(await probe(port)).toEqual({ healthy: false, detail: 'answered 503: No database' });
	});

	it('says that nobody listens', async () => {
		expect(await probe(1)).toEqual({ healthy: false, detail: 'connection refused on port 1' });
		expect(await probe(1, { kind: 'tcp' })).toMatchObject({ healthy: false });
	});

	it('gives up on an app that hangs', async () => {
		const port = await serve(() => {});
		expect(await probe(port)).toEqual({
			healthy: false,
			detail: `no answer on port ${port} within 0.3 s`
		});
	});

	it('recognises what is no HTTP, and takes it by TCP', async () => {
		const server = createTcp((socket) => socket.on('error', () => {}).end('+OK redis\r\n'));
		open.push({ close: () => server.close() });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		expect(await probe(port)).toEqual({
			healthy: false,
			detail: `port ${port} does not speak HTTP`
		});
		expect(await probe(port, { kind: 'tcp' })).toEqual({
			healthy: true,
			detail: `accepted a connection on port ${port}`
		});
	});

	it('ends with the reason of its signal', async () => {
		const reason = new Error('cancelled');
		const cancelled = prober.probe(
			{ address: '127.0.0.1', port: 1 },
			{ kind: 'http', path: '/', deadlineSeconds: 1 },
			{ host: 'x', signal: AbortSignal.abort(reason) }
		);
		await expect(cancelled).rejects.toBe(reason);
	});
});
