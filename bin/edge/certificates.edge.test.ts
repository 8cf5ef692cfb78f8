import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAcmeServer, type AcmeServer } from '../../e2e/fixtures/acme-server.ts';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { addSite, get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';
import { freePort } from '#engine/testing/free-port.ts';

describe.each(await bothCaddies())('certificates from an ACME server, with $name', ({ binary }) => {
	let acme: AcmeServer;
	let edge: TestEdge;
	let app: Backend;

	beforeAll(async () => {
		const [httpPort, httpsPort] = [await freePort(), await freePort()];
		acme = await startAcmeServer({ httpPort, httpsPort });
		edge = await startTestEdge(binary, {
			GANTRY_HTTP_PORT: String(httpPort),
			GANTRY_HTTPS_PORT: String(httpsPort),
			GANTRY_BASE_DOMAIN: 'apps.test',
			GANTRY_ACME_CA: acme.directory,
			GANTRY_ACME_ROOT: acme.rootFile,
			GANTRY_ACME_EMAIL: 'owner@apps.test'
		});
		app = await startBackend('app');
	});

	afterAll(async () => {
		await edge.remove();
		await acme.stop();
		await app.stop();
	});

	const visit = (host: string) =>
		edge.proxy.visit(host, { path: '/', signal: AbortSignal.timeout(30_000) });

	it('are there after the first visit, which Gantry makes itself', async () => {
		await addSite(edge, 'shop.apps.test', app);
		expect((await visit('shop.apps.test')).status).toBe(200);
		const ca = await acme.issuer();
		expect((await get(edge, 'shop.apps.test', { ca })).body).toBe('app');
	});

	it('are asked for custom domains, too, once they may', async () => {
		const hosts = [{ host: 'www.shop.test', certificate: false }];
		const targets = [{ address: app.address, port: app.port }];
		await edge.names.update('custom', { hosts, state: 'live', targets });
		await expect(visit('www.shop.test')).rejects.toMatchObject({ code: 'certificate_failed' });
		await edge.names.update('custom', { hosts: [{ host: 'www.shop.test', certificate: true }] });
		expect((await visit('www.shop.test')).status).toBe(200);
		const ca = await acme.issuer();
		expect((await get(edge, 'www.shop.test', { ca })).body).toBe('app');
	});

	it('come from the internal CA for localhost all the same', async () => {
		await addSite(edge, 'shop.localhost', app);
		expect((await get(edge, 'shop.localhost')).body).toBe('app');
	});

	it('are not asked for hosts of nobody', async () => {
		await expect(visit('nobody.apps.test')).rejects.toMatchObject({ code: 'certificate_failed' });
	});

	it('go on serving while the ACME server is down; new hosts answer over HTTP meanwhile', async () => {
		await addSite(edge, 'before.apps.test', app);
		await visit('before.apps.test');
		const ca = await acme.issuer();
		await acme.stop();
		expect((await get(edge, 'before.apps.test', { ca })).body).toBe('app');
		const hosts = [{ host: 'after.apps.test', certificate: false }];
		const targets = [{ address: app.address, port: app.port }];
		await edge.names.update('after', { hosts, state: 'live', targets });
		expect((await get(edge, 'after.apps.test', { plain: true })).body).toBe('app');
	});
});
