import { dataPaths, machineSeries } from '#lib/rules/data-dir.ts';
import type { Chart } from '#lib/rules/metrics/chart.ts';
import { rangeOf, type Range } from '#lib/rules/metrics/ranges.ts';
import { requestCharts } from '#lib/rules/metrics/request-charts.ts';
import { spaceChart, useCharts } from '#lib/rules/metrics/use-charts.ts';
import { inSteps, windowOf } from '#lib/rules/metrics/window.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import type { ContainerNow, MachineNow } from '../live/usage-now.ts';
import { readRing } from './read-ring.ts';

const askedMs = 1_000;

export interface ServiceUse {
	serviceId: string;
	name: string;
	project: string;
	containers: number;
	cpuMillis: number;
	memoryBytes: number;
}

export interface ServerMetrics {
	range: Range;
	/** Of the machine; empty before anything was read. */
	use: Chart[];
	/** Of all that visitors asked for. */
	requests: Chart[];
	/** As it is now; null when the worker does not say. */
	now: MachineNow | null;
	/** What runs, the one with the most memory first; null when the worker does not say. */
	services: ServiceUse[] | null;
}

/** What the server used and answered in a time that ends now. Errors: not_allowed. */
export async function getServerMetrics(
	ctx: Context,
	input: { range: string | null }
): Promise<ServerMetrics> {
	authorise(ctx, 'installation:see');
	const range = rangeOf(input.range);
	const window = windowOf(range, ctx.clock().getTime() / 1000);
	const { start: from } = window;
	const paths = dataPaths(ctx.env.GANTRY_DATA_DIR);
	const read = <Kind extends 'machine' | 'requests'>(kind: Kind) =>
		readRing(paths.metrics(machineSeries, kind), { kind, seconds: range.tier, from });
	const [used, answered, now] = await Promise.all([
		read('machine'),
		read('requests'),
		ctx.live.usage({ signal: AbortSignal.timeout(askedMs) }).catch(() => null)
	]);
	const steps = inSteps('machine', used, window);
	const cores = steps.findLast((values) => values !== null)?.cpuLimitMillis ?? null;
	return {
		range,
		use: used.length > 0 ? [...useCharts(steps, window, cores), spaceChart(steps, window)] : [],
		requests: requestCharts(inSteps('requests', answered, window), window),
		now: now?.machine ?? null,
		services: now && (await byService(ctx, now.containers))
	};
}

async function byService({ db }: Context, containers: ContainerNow[]): Promise<ServiceUse[]> {
	const ids = [...new Set(containers.map(({ serviceId }) => serviceId))];
	const rows = await db.service.findMany({
		where: { id: { in: ids }, deletedAt: null },
		select: { id: true, name: true, project: { select: { name: true } } }
	});
	const used = rows.map(({ id, name, project }) => {
		const own = containers.filter(({ serviceId }) => serviceId === id);
		const sum = (of: (container: ContainerNow) => number) =>
			own.reduce((total, container) => total + of(container), 0);
		return {
			...{ serviceId: id, name, project: project.name, containers: own.length },
			cpuMillis: sum(({ rates }) => rates?.cpuMillis ?? 0),
			memoryBytes: sum(({ memoryBytes }) => memoryBytes)
		};
	});
	return used.sort((a, b) => b.memoryBytes - a.memoryBytes);
}
