import { appendFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unpackRow } from '#lib/rules/access-row.ts';
import { dataPaths, machineSeries } from '#lib/rules/data-dir.ts';
import { tailLog } from '#lib/server/logs/tail.ts';
import { readRing } from '#lib/server/metrics/read-ring.ts';
import { Rings } from '../metrics/rings.ts';
import { RequestCollector } from './request-collector.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-requests-'));
});
/** Also those that were killed: only their files are let go of. */
const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
	for (const each of opened) await each.close();
	await rm(folder, { recursive: true });
});

const { signal } = new AbortController();
const start = 1_800_000_000;

function line(seconds: number, change: { status?: number; host?: string; uri?: string } = {}) {
	const { status = 200, host = 'shop.example.com:443', uri = '/' } = change;
	return JSON.stringify({
		...{ level: 'info', ts: start + seconds + 0.1234567, logger: 'http.log.access.access' },
		msg: 'handled request',
		request: { remote_ip: '203.0.113.0', proto: 'HTTP/2.0', method: 'GET', host, uri },
		...{ duration: 0.0125, size: 100, status }
	});
}

async function house(name: string) {
	const paths = dataPaths(join(folder, name));
	await mkdir(dirname(paths.accessLog), { recursive: true });
	const time = { now: start * 1000 };
	const shop: { maintenanceSince: number | null } = { maintenanceSince: null };
	const open = async () => {
		const rings = new Rings(paths);
		const collector = await RequestCollector.open({
			...{ paths, rings, clock: () => time.now },
			find: ({ host }) =>
				Promise.resolve(host === 'shop.example.com' ? { service: 'shop', ...shop } : null)
		});
		opened.push(collector, rings);
		const at = (seconds: number) => {
			time.now = (start + seconds) * 1000;
			return collector.round(signal);
		};
		return { collector, at };
	};
	const add = (...lines: string[]) => appendFile(paths.accessLog, `${lines.join('\n')}\n`);
	const counted = async (id: string) =>
		(await readRing(paths.metrics(id, 'requests'), { kind: 'requests', seconds: 10, from: 0 })).map(
			({ at, values }) => [at - start, values.status2, values.status5]
		);
	const logged = async () => {
		const { lines } = await tailLog(paths.requestLog('shop'), 1000);
		return lines.map(({ at, text }) => unpackRow(at, text)?.path);
	};
	return { paths, shop, open, add, counted, logged };
}

it('counts answers by service and slot, and all of them for the machine', async () => {
	const { open, add, counted, logged } = await house('counts');
	const { at, collector } = await open();
	await add(line(1), line(2, { status: 502 }), line(3, { host: 'nobody.example.com' }));
	await add(line(12, { uri: '/second' }));
	await at(13);
	expect(await counted('shop')).toEqual([[0, 1, 1]]);
	await at(22);
	expect(await counted('shop')).toEqual([
		[0, 1, 1],
		[10, 1, 0]
	]);
	expect(await counted(machineSeries)).toEqual([
		[0, 2, 1],
		[10, 1, 0]
	]);
	expect(await logged()).toEqual(['/', '/', '/second']);
	const shop = collector.now().find(({ serviceId }) => serviceId === 'shop');
	expect(shop).toMatchObject({ statuses: [0, 2, 0, 0, 1], bytes: 300 });
	expect(shop?.seconds).toBeCloseTo(0.0375);
});

it('keeps what a maintenance page answered, and counts it for the machine alone', async () => {
	const { shop, open, add, counted, logged } = await house('maintained');
	const { at } = await open();
	shop.maintenanceSince = (start + 2) * 1000;
	await add(line(1, { status: 503 }), line(3, { status: 503 }), line(4, { status: 502 }));
	await at(12);
	expect(await counted('shop')).toEqual([[0, 0, 2]]);
	expect(await counted(machineSeries)).toEqual([[0, 0, 3]]);
	expect(await logged()).toEqual(['/', '/', '/']);
});

it('neither loses nor doubles anything when the worker is killed', async () => {
	const { open, add, counted, logged } = await house('killed');
	const first = await open();
	await add(line(1, { uri: '/1' }));
	await first.at(5);
	await first.at(12);
	await add(line(13, { uri: '/2' }), line(14, { uri: '/3' }));
	await first.at(15);
	expect(await logged()).toEqual(['/1', '/2', '/3']);

	const second = await open();
	await add(line(16, { uri: '/4' }));
	await second.at(17);
	await second.at(25);
	expect(await logged()).toEqual(['/1', '/2', '/3', '/4']);
	expect(await counted('shop')).toEqual([
		[0, 1, 0],
		[10, 3, 0]
	]);
});

it('goes on over a rolled file, also one that was rolled while nobody read', async () => {
	const { paths, open, add, logged } = await house('rolled');
	const roll = (name: string) =>
		rename(paths.accessLog, join(dirname(paths.accessLog), `access-2026-11-21T${name}.000.log`));
	const first = await open();
	await add(line(1, { uri: '/1' }));
	await first.at(2);
	await add(line(3, { uri: '/2' }));
	await roll('10-00-00');
	await add(line(4, { uri: '/3' }));
	await first.at(5);
	await first.at(12);
	await add(line(13, { uri: '/4' }));
	await roll('11-00-00');
	await add(line(14, { uri: '/5' }));
	const second = await open();
	await second.at(25);
	expect(await logged()).toEqual(['/1', '/2', '/3', '/4', '/5']);
});

it('waits for the rest of a line that is being written, and passes over what is no answer', async () => {
	const { paths, open, add, logged } = await house('torn');
	const { at } = await open();
	await add(line(1, { uri: '/1' }), 'nonsense', '{"level":"info","msg":"no answer"}');
	const text = line(2, { uri: '/2' });
	await appendFile(paths.accessLog, text.slice(0, 100));
	await at(3);
	expect(await logged()).toEqual(['/1']);
	await appendFile(paths.accessLog, `${text.slice(100)}\n`);
	await at(4);
	expect(await logged()).toEqual(['/1', '/2']);
	expect(await readFile(paths.requestLog('shop'), 'utf8')).toContain('203.0.113.0');
});
