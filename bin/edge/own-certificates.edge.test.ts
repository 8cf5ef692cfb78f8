import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { addSite, get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';
import { installedSettings } from '#caddy/installed.ts';
import { storedCertificate } from '#caddy/stored-certificate.ts';
import { caddyProxy } from '#engine/proxy/caddy-proxy.ts';

const run = promisify(execFile);

describe.each(await bothCaddies())('certificates that people brought, with $name', ({ binary }) => {
	let edge: TestEdge;
	let app: Backend;
	let own: { id: string; host: string }[] = [];

	beforeAll(async () => {
		edge = await startTestEdge(binary);
		app = await startBackend('app');
		await addSite(edge, 'shop.localhost', app);
		await addSite(edge, 'other.localhost', app);
	});

	afterAll(async () => {
		await edge.remove();
		await app.stop();
	});

	/** As the worker does when the list has changed. */
	async function ensure() {
		const settings = () => installedSettings(edge.env, edge.paths, { ownCertificates: own });
		return caddyProxy({ settings, binary }).ensure({ signal: AbortSignal.timeout(10_000) });
	}

	async function bring(host: string): Promise<string> {
		const id = randomUUID();
		const at = (end: string) => `${edge.paths.ownCertificates}/${id}.${end}`;
		await mkdir(edge.paths.ownCertificates, { recursive: true });
		await run('openssl', [
			...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
			...['-days', '90', '-subj', '/O=Own', '-addext', `subjectAltName=DNS:${host}`],
			...['-keyout', at('key'), '-out', at('crt')]
		]);
		own = [{ id, host }];
		expect(await ensure()).toEqual({ changed: true });
		return readFile(at('crt'), 'utf8');
	}

	it('are served at once, even where another one was in use, replaced, and given up again', async () => {
		expect((await get(edge, 'shop.localhost')).body).toBe('app');
		for (let round = 0; round < 2; round++) {
			const ca = await bring('shop.localhost');
			expect((await get(edge, 'shop.localhost', { ca })).body).toBe('app');
			expect((await get(edge, 'other.localhost')).body).toBe('app');
		}
		own = [];
		expect(await ensure()).toEqual({ changed: true });
		expect((await get(edge, 'shop.localhost')).body).toBe('app');
	});

	it('serve a host that may get none from an authority, which is never asked', async () => {
		await edge.names.update('alone', {
			hosts: [{ host: 'alone.localhost', certificate: true, own: true }],
			state: 'live',
			targets: [{ address: app.address, port: app.port }]
		});
		await expect(get(edge, 'alone.localhost')).rejects.toThrow();
		const ca = await bring('alone.localhost');
		expect((await get(edge, 'alone.localhost', { ca })).body).toBe('app');
		expect((await get(edge, 'alone.localhost', { plain: true })).status).toBe(308);
		expect(await storedCertificate(edge.paths.caddyStorage, 'alone.localhost')).toBeNull();
	});

	it('do not keep the edge from its configuration when a file is gone', async () => {
		own = [{ id: randomUUID(), host: 'gone.localhost' }];
		await ensure();
		expect((await get(edge, 'other.localhost')).body).toBe('app');
	});
});
