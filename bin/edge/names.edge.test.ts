import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';
import { storedCertificate } from '#caddy/stored-certificate.ts';

describe.each(await bothCaddies())('what a name can say, with $name', ({ binary }) => {
	let edge: TestEdge;
	let app: Backend;

	beforeAll(async () => {
		edge = await startTestEdge(binary);
		app = await startBackend('app', (incoming, response) => {
			response.end(`${incoming.method} ${incoming.headers.host} ${incoming.url}`);
		});
		await edge.names.update('shop', {
			hosts: [
				{ host: 'shop.localhost', certificate: true },
				{ host: 'www.shop.localhost', certificate: true, redirect: 'shop.localhost' },
				{ host: '*.shop.localhost', certificate: true },
				{ host: 'soon.localhost', certificate: false },
				{ host: 'early.localhost', certificate: true, redirect: 'soon.localhost' }
			],
			state: 'live',
			targets: [{ address: app.address, port: app.port }]
		});
	});

	afterAll(async () => {
		await edge.remove();
		await app.stop();
	});

	const at = (host: string) => `${host}:${edge.httpsPort}`;

	it('a wildcard answers for each name below it, with a certificate of its own', async () => {
		for (const host of ['ada.shop.localhost', 'grace.shop.localhost']) {
			expect((await get(edge, host)).body).toBe(`GET ${at(host)} /`);
			expect(await storedCertificate(edge.paths.caddyStorage, host)).toMatchObject({
				until: expect.any(Date),
				issuer: expect.stringContaining('Caddy Local Authority')
			});
		}
		await expect(get(edge, 'a.b.shop.localhost')).rejects.toThrow();
	});

	it.each([false, true])(
		'a redirect keeps path and query, in one step (over HTTP: %s)',
		async (plain) => {
			const path = '/a%20b//c?d=%7B1%7D&e=https://evil.test/';
			const answer = await get(edge, 'www.shop.localhost', { plain, path });
			expect(answer.status).toBe(308);
			expect(answer.headers.location).toBe(`https://${at('shop.localhost')}${path}`);
		}
	);

	it.each(['//evil.test/', '/\\evil.test', '/..//evil.test'])(
		'a redirect of %s stays on the host it leads to',
		async (path) => {
			const { headers } = await get(edge, 'www.shop.localhost', { path });
			expect(new URL(headers.location ?? '').host).toBe(at('shop.localhost'));
		}
	);

	it('a redirect waits until its destination may have a certificate, and changes without a reload', async () => {
		expect((await get(edge, 'early.localhost')).body).toBe(`GET ${at('early.localhost')} /`);
		const { hosts = [] } = (await edge.names.find('shop')) ?? {};
		const ready = hosts.map((one) => ({ ...one, certificate: true }));
		await edge.names.update('shop', { hosts: ready });
		await expect.poll(async () => (await get(edge, 'early.localhost')).status).toBe(308);
		await edge.names.update('shop', { hosts: [{ host: 'early.localhost', certificate: true }] });
		await expect.poll(async () => (await get(edge, 'early.localhost')).status).toBe(200);
		const signal = AbortSignal.timeout(10_000);
		expect(await edge.proxy.ensure({ signal })).toEqual({ changed: false });
	});
});
