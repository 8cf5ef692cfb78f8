import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { dataPaths, machineSeries } from '#lib/rules/data-dir.ts';
import { bucketOf } from '#lib/rules/metrics/latency.ts';
import { fieldsOf, type SeriesKind, type Values } from '#lib/rules/metrics/series.ts';
import { tiers } from '#lib/rules/metrics/tiers.ts';
import { testWorld } from '../testing/world.ts';
import { changeThresholds } from './change-thresholds.ts';
import { getServerMetrics } from './get-server-metrics.ts';
import { getServiceMetrics } from './get-service-metrics.ts';
import { encodeRecord, recordPosition } from './ring-layout.ts';

const world = testWorld();
const paths = dataPaths(world.dataDir);
const now = Math.floor(Date.now() / 10_000) * 10 + 5;

/** Writes the same into the last so many slots of ten seconds. */
async function measure<Kind extends SeriesKind>(
	id: string,
	kind: Kind,
	{ slots, values }: { slots: number; values: Partial<Values<Kind>> }
) {
	const path = paths.metrics(id, kind);
	await mkdir(dirname(path), { recursive: true });
	const file = await open(path, 'w');
	const nothing = Object.fromEntries(fieldsOf(kind).map(([field]) => [field, 0]));
	for (let nth = 1; nth <= slots; nth++) {
		const at = now - 5 - nth * 10;
		const record = encodeRecord(kind, { at, values: { ...nothing, ...values } as Values<Kind> });
		await file.write(record, 0, record.length, recordPosition(kind, tiers[0], at));
	}
	await file.close();
}

const at = (seconds: number) => () => new Date(seconds * 1000);
const used = {
	...{ cpuMillis: 250, containers: 1, fullest: 0.5 },
	...{ memoryBytes: 256 * 2 ** 20, memoryLimitBytes: 512 * 2 ** 20 }
};
const answered = { status2: 19, status5: 1, [`latency${bucketOf(30)}`]: 20 };

async function liveService() {
	const owner = { ...(await world.person('user')), clock: at(now) };
	const made = await world.project(owner);
	await world.deploy(made);
	return { ...made, owner };
}

it('tells of a service what was measured, beside what is allowed and what went live', async () => {
	const { owner, serviceId, deploymentId } = await liveService();
	await measure(serviceId, 'service', { slots: 60, values: used });
	await measure(serviceId, 'requests', { slots: 60, values: answered });
	await changeThresholds(owner, {
		...{ serviceId, chosen: { errors: { limit: 2, minutes: 5 } } }
	});
	const hour = await getServiceMetrics(owner, { serviceId, range: '1h' });
	expect(hour.figures.map(({ title, now, past }) => [title, now, past])).toEqual([
		['Requests', 2, null],
		['Errors', 5, 'Above 2 %'],
		['Response time', expect.closeTo(31.4, 0), null],
		['CPU', 0.25, null],
		['Memory', 256 * 2 ** 20, null],
		['Disk writes', 0, null]
	]);
	const titles = hour.charts.map(({ title }) => title);
	expect(titles.slice(0, 5)).toEqual(['Requests', 'Errors', 'Response time', 'CPU', 'Memory']);
	expect(hour.charts[1]).toMatchObject({ threshold: 2, empty: null });
	expect(hour.charts[4]).toMatchObject({ threshold: 0.9 * 512 * 2 ** 20 });
	expect(hour.since).toEqual(new Date((now - 605) * 1000));
	expect(hour.marks).toEqual([{ deploymentId, number: 1, at: expect.any(Date) as Date }]);

	// What is shown of now does not depend on how far back one looks.
	const month = await getServiceMetrics(owner, { serviceId, range: '30d' });
	expect(month.figures.map(({ now }) => now)).toEqual(hour.figures.map(({ now }) => now));
	expect(month.figures[0]?.facts[0]).toEqual(['in all', '1,200']);
});

it('tells of a service that never ran that nothing was measured', async () => {
	const { owner, serviceId } = await liveService();
	expect(await getServiceMetrics(owner, { serviceId, range: null })).toMatchObject({
		...{ isMeasured: false, since: null, marks: [expect.anything()] }
	});
});

it('shows no one the metrics of another’s service', async () => {
	const { serviceId } = await liveService();
	const other = await world.person('user');
	await expect(getServiceMetrics(other, { serviceId, range: null })).rejects.toMatchObject({
		code: 'not_found'
	});
});

it('tells of the server how full it is, then what it answered', async () => {
	await measure(machineSeries, 'machine', {
		slots: 60,
		values: {
			...{ cpuMillis: 1_000, cpuLimitMillis: 4_000, memoryBytes: 6, memoryLimitBytes: 8 },
			...{ diskBytes: 90, diskLimitBytes: 100 }
		}
	});
	const admin = { ...(await world.person('admin')), clock: at(now) };
	const { figures, charts } = await getServerMetrics(admin, { range: '1h' });
	expect(figures.map(({ title, share, past }) => [title, share, past])).toEqual([
		['CPU', '25 % of 4 cores', null],
		['Memory', '75 % of 8 B', null],
		['Disk space', '90 % of 100 B', 'Above 85 %'],
		['Requests', null, null],
		['Errors', null, null],
		['Response time', 'p95', null]
	]);
	expect(charts.map(({ title, threshold }) => [title, threshold]).slice(0, 3)).toEqual([
		['CPU', 3.6],
		['Memory', 7.2],
		['Disk space', 85]
	]);
	expect(charts.find(({ title }) => title === 'Requests')?.empty).toBe('No requests counted');
});
