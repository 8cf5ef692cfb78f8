import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type Backend } from '../../e2e/fixtures/backend.ts';
import { bothCaddies } from '../../e2e/fixtures/current-caddy.ts';
import { startClients } from '../../e2e/fixtures/edge-clients.ts';
import { addSite, startTestEdge, type TestEdge } from '../../e2e/fixtures/edge.ts';

const visitors = { fresh: 2, kept: 3, sockets: 2, slow: 1, rest: 8 };

describe.each(await bothCaddies())('switching with $name', ({ binary }) => {
	let edge: TestEdge;
	const backends: Backend[] = [];

	const backend = async (name: string) => {
		const started = await startBackend(name, (incoming, response) => {
			incoming.resume().on('end', () => response.end(name));
		});
		backends.push(started);
		return started;
	};

	beforeAll(async () => {
		edge = await startTestEdge(binary);
	});

	afterAll(async () => {
		await edge.remove();
		await Promise.all(backends.map((each) => each.stop()));
	});

	it('loses no request and no WebSocket, while other sites come and go', async () => {
		const versions = [await backend('blue'), await backend('green')] as const;
		await addSite(edge, 'app.localhost', versions[0]);
		const clients = startClients({
			...visitors,
			httpsPort: edge.httpsPort,
			host: () => 'app.localhost'
		});
		for (let round = 1; round <= 30; round++) {
			await addSite(edge, 'app.localhost', versions[round % 2]!);
			await addSite(edge, `other${round}.localhost`, versions[0]);
			if (round > 5) await edge.names.remove(`other${round - 5}-localhost`);
			await delay(80);
		}
		const tally = await clients.stop();
		expect(tally.lost).toEqual([]);
		expect(tally.sent).toBeGreaterThan(200);
		expect(tally.answers.get('blue')).toBeGreaterThan(0);
		expect(tally.answers.get('green')).toBeGreaterThan(0);
	});

	it('loses no request when the old version goes after its drain', async () => {
		let old = await startBackend('v0');
		await addSite(edge, 'rolling.localhost', old);
		const clients = startClients({
			...visitors,
			sockets: 0,
			slow: 0,
			httpsPort: edge.httpsPort,
			host: () => 'rolling.localhost'
		});
		for (let version = 1; version <= 8; version++) {
			const next = await startBackend(`v${version}`);
			await addSite(edge, 'rolling.localhost', next);
			// Older than an answer may be.
			await delay(350);
			await old.stop();
			old = next;
		}
		const tally = await clients.stop();
		await old.stop();
		expect(tally.lost).toEqual([]);
		expect(tally.answers.size).toBeGreaterThan(7);
	});

	it('shows the new version within 150 milliseconds of the acknowledgement', async () => {
		const versions = [await backend('before'), await backend('after')] as const;
		await addSite(edge, 'visible.localhost', versions[0]);
		const clients = startClients({
			...visitors,
			fresh: 0,
			sockets: 0,
			slow: 0,
			kept: 1,
			rest: 1,
			httpsPort: edge.httpsPort,
			host: () => 'visible.localhost'
		});
		const seen = () => clients.tally.answers.get('before') ?? 0;
		while (seen() < 5) await delay(2);
		await addSite(edge, 'visible.localhost', versions[1]);
		await delay(150);
		const old = seen();
		await delay(200);
		const tally = await clients.stop();
		expect(tally.answers.get('before')).toBe(old);
		expect(tally.answers.get('after')).toBeGreaterThan(0);
		expect(tally.lost).toEqual([]);
	});
});
