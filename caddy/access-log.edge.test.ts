import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type Backend } from '../e2e/fixtures/backend.ts';
import { bothCaddies } from '../e2e/fixtures/current-caddy.ts';
import { addSite, get, startTestEdge, type TestEdge } from '../e2e/fixtures/edge.ts';
import { Rings } from '../worker/metrics/rings.ts';
import { readRing } from '#lib/server/metrics/read-ring.ts';
import { RequestCollector } from '../worker/requests/request-collector.ts';
import { proofHeader } from './proof-route.ts';

describe.each(await bothCaddies())('the access log of $name', ({ binary }) => {
	let edge: TestEdge;
	let backend: Backend;

	beforeAll(async () => {
		edge = await startTestEdge(binary);
		backend = await startBackend('shop', (_request, response) => {
			response.setHeader('set-cookie', 'answer-cookie-value');
			response.end('shop');
		});
		await addSite(edge, 'shop.localhost', backend);
	});

	afterAll(async () => {
		await edge.remove();
		await backend.stop();
	});

	const log = () => readFile(edge.paths.accessLog, 'utf8').catch(() => '');

	it('holds every answer, and of what a visitor sent no header, no secret and no whole address', async () => {
		const path =
			'/a?page=2&access_token=one-secret&X-API-Key=two-secret&q=three#x&code=four-secret&%74oken=five-secret';
		const headers = {
			authorization: 'Bearer six-secret',
			cookie: 'session=seven-secret',
			'user-agent': 'eight-secret'
		};
		await get(edge, 'shop.localhost', { path, headers });
		await get(edge, 'shop.localhost', { path: '/plain', plain: true });
		await expect.poll(log).toMatch(/\/plain/);
		const text = await log();
		expect(text).not.toMatch(/-secret|answer-cookie|127\.0\.0\.1/);
		expect(text).toContain('page=2');
		expect(text).toContain('access_token=***');
		expect(text).toContain('127.0.0.0');
	});

	it('does not count what a deployment asks to prove its switch', async () => {
		await get(edge, 'shop.localhost', { path: '/proof', headers: { [proofHeader]: '1' } });
		await get(edge, 'shop.localhost', { path: '/after-proof' });
		await expect.poll(log).toMatch(/\/after-proof/);
		expect(await log()).not.toMatch(/"\/proof/);
	});

	it('is counted by service', async () => {
		const rings = new Rings(edge.paths);
		const later = () => Date.now() + 60_000;
		const { signal } = new AbortController();
		const collector = await RequestCollector.open({
			...{ paths: edge.paths, rings, clock: later },
			find: ({ host }) =>
				Promise.resolve(
					host === 'shop.localhost' ? { service: 'shop', maintenanceSince: null } : null
				)
		});
		for (let nth = 0; nth < 5; nth++) await get(edge, 'shop.localhost', { path: `/count/${nth}` });
		const { kind, path } = {
			kind: 'requests',
			path: edge.paths.metrics('shop', 'requests')
		} as const;
		await expect
			.poll(async () => {
				await collector.round(signal);
				const samples = await readRing(path, { kind, seconds: 60, from: 0 });
				return samples.reduce((sum, { values }) => sum + values.status2 + values.status3, 0);
			})
			.toBe(8);
		await collector.close();
		await rings.close();
	});
});
