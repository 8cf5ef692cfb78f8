import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReachProofs } from '#engine/names/reach.ts';
import { leadsHere } from '#worker/domains/leads-here.ts';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { get, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';

describe.each(await bothCaddies())('whether a host leads here, with $name', ({ binary }) => {
	let edge: TestEdge;
	let app: Backend;

	beforeAll(async () => {
		edge = await startTestEdge(binary);
		app = await startBackend('app');
		const targets = [{ address: app.address, port: app.port }];
		const of = (host: string, certificate: boolean) => ({ hosts: [{ host, certificate }] });
		const live = { state: 'live', targets } as const;
		await edge.names.update('shop', { ...live, ...of('shop.test', true) });
		await edge.names.update('early', { ...live, ...of('early.test', false) });
		await edge.names.update('off', { state: 'stopped', ...of('off.test', true) });
		const shut = { maintenance: { message: null } };
		await edge.names.update('shut', { ...live, ...shut, ...of('shut.test', false) });
	});
	afterAll(async () => {
		await edge.remove();
		await app.stop();
	});

	const asked = (host: string, names: Parameters<typeof leadsHere>[0] = edge.names) => {
		const ports = { http: edge.httpPort, https: edge.httpsPort };
		return leadsHere(names, { ports, mayAsk: () => true })(host, ['127.0.0.1']);
	};

	it.each(['shop.test', 'early.test', 'off.test', 'shut.test', 'nobody.test'])(
		'is answered for %s, whatever it shows its visitors',
		async (host) => {
			expect(await asked(host)).toBe(true);
		}
	);

	it('is not believed of the answer of another machine', async () => {
		const proofs = new ReachProofs();
		expect(await asked('shop.test', { proveReach: async () => proofs.make() })).toBe(false);
	});

	it('leaves all other paths to the app, also when a visitor claims to ask', async () => {
		const { path } = await edge.names.proveReach();
		const headers = { 'gantry-page': 'reach' };
		for (const other of ['/', `${path}/more`, `/x${path}`]) {
			const { body } = await get(edge, 'early.test', { plain: true, path: other, headers });
			expect(body).not.toMatch(/^[0-9a-f]{64}$/);
		}
		expect((await get(edge, 'early.test', { plain: true, headers })).body).toBe('app');
	});
});
