// @ts-expect-error It comes without types.
import untyped from 'parse-prometheus-text-format';
import { describe, expect, it } from 'vitest';
import { machineSeries } from '#lib/rules/data-dir.ts';
import { exposition } from '#lib/rules/metrics/exposition.ts';
import { bucketOf, latencyBuckets } from '#lib/rules/metrics/latency.ts';
import type { ContainerNow, RequestsNow, UsageNow } from '../live/usage-now.ts';
import { families, type Scrape } from './families.ts';

interface Parsed {
	name: string;
	type: string;
	metrics: { value?: string; labels?: Record<string, string>; buckets?: Record<string, string> }[];
}
const parse = untyped as (text: string) => Parsed[];

const counters = { receivedBytes: 1, sentBytes: 2, readBytes: 3, writtenBytes: 4, rates: null };

function container(name: string, serviceId: string): ContainerNow {
	const use = { cpuSeconds: 12.5, memoryBytes: 1000, memoryLimitBytes: null };
	return { name, projectId: 'p', serviceId, process: 'web', startedAt: 0, ...use, ...counters };
}

function answers(serviceId: string, milliseconds: number[]): RequestsNow {
	const latency = Array<number>(latencyBuckets).fill(0);
	for (const each of milliseconds) latency[bucketOf(each)]!++;
	const seconds = milliseconds.reduce((sum, each) => sum + each, 0) / 1000;
	return { serviceId, statuses: [0, milliseconds.length, 0, 0, 7], bytes: 10, seconds, latency };
}

const machine = {
	...{ cpuSeconds: 99, cores: 4, memoryBytes: 10, memoryTotalBytes: 20 },
	...{ diskBytes: 30, diskTotalBytes: 40, ...counters }
};
const usage: UsageNow = {
	machine,
	containers: [container('gantry-shop-1', 's1'), container('stranger', 'gone')],
	requests: [answers('s1', [0.2, 3, 40, 60_000]), answers(machineSeries, [1]), answers('gone', [1])]
};
const given: Scrape = {
	...{ version: '1.2.3', usage, deployments: { queued: 2, running: 1 } },
	services: [
		{ id: 's1', name: 'shop', project: 'A "quoted" \\ name\nin two lines', state: 'live' },
		{ id: 's2', name: 'blog', project: 'Blog', state: 'crashing' }
	]
};

describe('what a Prometheus reads', () => {
	const text = exposition(families(given));
	const parsed = parse(text);
	const family = (name: string) => parsed.find((each) => each.name === name);

	it('is in the text format, each family once', () => {
		for (const line of text.trimEnd().split('\n')) {
			expect(line).toMatch(/^(# (HELP|TYPE) )?[a-z_]+(\{.*\})? \S/);
		}
		expect(new Set(parsed.map(({ name }) => name)).size).toBe(parsed.length);
		expect(text.endsWith('\n')).toBe(true);
	});

	it('escapes what people named', () => {
		expect(text).toContain('project="A \\"quoted\\" \\\\ name\\nin two lines"');
	});

	it('tells services that are up from those that are not', () => {
		const up = family('gantry_service_up')?.metrics.map(({ labels, value }) => [
			labels?.service,
			value
		]);
		expect(up).toEqual([
			['shop', '1'],
			['blog', '0']
		]);
	});

	it('counts answers of whom it knows, and those of the whole edge', () => {
		const requests = family('gantry_requests_total')?.metrics ?? [];
		expect(requests).toHaveLength(5);
		expect(requests.find(({ labels }) => labels?.status === '5xx')?.value).toBe('7');
		expect(family('gantry_edge_requests_total')?.metrics).toHaveLength(5);
		expect(text).not.toContain('stranger');
		expect(text).not.toContain('gone');
	});

	it('has buckets that grow, whose last holds all', () => {
		const lines = text.split('\n').filter((line) => line.includes('duration_seconds_bucket'));
		const counts = lines.map((line) => Number(line.split(' ').at(-1)));
		expect(counts).toEqual(counts.toSorted((a, b) => a - b));
		expect(counts.at(-1)).toBe(4);
		expect(counts.at(-2)).toBe(3);
		expect(lines.at(-1)).toContain('le="+Inf"');
		expect(text).toMatch(/le="0\.004"\} 2\n/);
		expect(text).toMatch(/duration_seconds_count\{.*\} 4\n/);
	});

	it('leaves out a limit that there is not', () => {
		expect(family('gantry_container_memory_limit_bytes')).toBeUndefined();
		expect(family('gantry_container_memory_used_bytes')?.metrics).toHaveLength(1);
	});

	it('says that the worker is away, and nothing that only it knows', () => {
		const without = parse(exposition(families({ ...given, usage: null })));
		expect(without.find(({ name }) => name === 'gantry_worker_up')?.metrics[0]?.value).toBe('0');
		expect(without.map(({ name }) => name)).toEqual([
			...['gantry_build_info', 'gantry_worker_up', 'gantry_service_up', 'gantry_deployments']
		]);
	});
});
