import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container } from '#engine/runtime/port.ts';
import { labels } from '#engine/spec.ts';
import { memoryMeter } from '#engine/usage/memory-meter.ts';
import type { ContainerUsage } from '#engine/usage/port.ts';
import { dataPaths, machineSeries } from '#lib/rules/data-dir.ts';
import { readRing } from '#lib/server/metrics/read-ring.ts';
import { Rings } from './rings.ts';
import { UsageCollector } from './usage-collector.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-usage-'));
});
afterAll(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();
const megabyte = 2 ** 20;
const idle: ContainerUsage = {
	cpuSeconds: 5,
	memoryBytes: 100 * megabyte,
	memoryLimitBytes: 512 * megabyte,
	receivedBytes: 0,
	sentBytes: 0,
	readBytes: 0,
	writtenBytes: 0
};

function container(id: string, serviceId: string): Container {
	return {
		...{ id, name: id, state: 'running', address: null, exitCode: null, outOfMemory: false },
		...{ startedAt: new Date(0), finishedAt: null, restarts: 0 },
		labels: { [labels.service]: serviceId }
	};
}

function house(name: string, containers: Container[]) {
	const paths = dataPaths(join(folder, name));
	const meter = memoryMeter();
	const time = { now: 1_800_000_000_000 };
	const asked = { times: 0 };
	const runtime = {
		list: () => {
			asked.times++;
			return Promise.resolve(containers);
		}
	};
	for (const { id } of containers) meter.containers.set(id, { ...idle });
	const rings = new Rings(paths);
	const clock = () => time.now;
	const collector = new UsageCollector({ runtime, meter, installation: 'x', rings, clock });
	const round = async (seconds = 10) => {
		time.now += seconds * 1000;
		await collector.round(signal);
	};
	return { paths, meter, rings, collector, asked, round };
}

it('keeps what all containers of a service used together', async () => {
	const { paths, meter, rings, collector, round } = house('sum', [
		container('a', 'shop'),
		container('b', 'shop')
	]);
	await round();
	meter.containers.set('a', { ...idle, cpuSeconds: 10, sentBytes: 1000 });
	meter.containers.set('b', { ...idle, cpuSeconds: 7, memoryBytes: 256 * megabyte });
	await round();
	await rings.close();
	const path = paths.metrics('shop', 'service');
	const [sample, ...more] = await readRing(path, { kind: 'service', seconds: 10, from: 0 });
	expect(more).toEqual([]);
	expect(sample).toMatchObject({
		at: 1_800_000_010,
		values: {
			cpuMillis: 700,
			memoryBytes: 356 * megabyte,
			memoryLimitBytes: 1024 * megabyte,
			sentPerSecond: 100,
			containers: 2,
			fullest: 0.5
		}
	});
	expect(collector.now().containers.map(({ name, rates }) => [name, rates?.cpuMillis])).toEqual([
		['a', 500],
		['b', 200]
	]);
});

it('asks the engine for its containers only after something changed', async () => {
	const { asked, collector, round } = house('asks', [container('a', 'shop')]);
	await round();
	await round();
	expect(asked.times).toBe(1);
	collector.changed();
	await round();
	expect(asked.times).toBe(2);
});

it('shows no spike when a container was started again', async () => {
	const { paths, meter, rings, round } = house('again', [container('a', 'shop')]);
	await round();
	meter.containers.set('a', { ...idle, cpuSeconds: 0.1 });
	await round();
	await round();
	await rings.close();
	const path = paths.metrics('shop', 'service');
	const samples = await readRing(path, { kind: 'service', seconds: 10, from: 0 });
	expect(samples.map(({ values }) => values.cpuMillis)).toEqual([0]);
});

it('keeps what the machine used', async () => {
	const { paths, meter, rings, round } = house('machine', []);
	const now = {
		...{ ...idle, cpuSeconds: 100, cores: 2, memoryTotalBytes: 4 * 2 ** 30 },
		...{ diskBytes: 10, diskTotalBytes: 100 }
	};
	meter.now = now;
	await round();
	meter.now = { ...now, cpuSeconds: 105 };
	await round();
	await rings.close();
	const path = paths.metrics(machineSeries, 'machine');
	const [sample] = await readRing(path, { kind: 'machine', seconds: 10, from: 0 });
	expect(sample?.values).toMatchObject({ cpuMillis: 500, cpuLimitMillis: 2000, diskBytes: 10 });
});
