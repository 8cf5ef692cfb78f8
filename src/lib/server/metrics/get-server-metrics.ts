import { dataPaths, machineSeries } from '#lib/rules/data-dir.ts';
import type { Chart } from '#lib/rules/metrics/chart.ts';
import type { Figure } from '#lib/rules/metrics/figure.ts';
import type { Range } from '#lib/rules/metrics/ranges.ts';
import { requestCharts } from '#lib/rules/metrics/request-charts.ts';
import { requestFigures } from '#lib/rules/metrics/request-figures.ts';
import { machineCharts } from '#lib/rules/metrics/use-charts.ts';
import { machineFigures } from '#lib/rules/metrics/use-figures.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import type { ContainerNow } from '../live/usage-now.ts';
import { getThresholds, holding, type Thresholds } from './get-thresholds.ts';
import { frameNow, readRange } from './read-range.ts';

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
	/** The numbers that all begins with, in the order of the charts. */
	figures: Figure[];
	/** Of the machine, then of all that visitors asked for. */
	charts: Chart[];
	/** Something was measured. */
	isMeasured: boolean;
	/** What runs, the one with the most memory first; null when the worker does not say. */
	services: ServiceUse[] | null;
	thresholds: Thresholds;
}

/** What the server used and answered in a time that ends now. Errors: not_allowed. */
export async function getServerMetrics(
	ctx: Context,
	input: { range: string | null }
): Promise<ServerMetrics> {
	authorise(ctx, 'installation:see');
	const now = frameNow(ctx, input.range);
	const paths = dataPaths(ctx.env.GANTRY_DATA_DIR);
	const [used, answered, live, view] = await Promise.all([
		readRange(paths.metrics(machineSeries, 'machine'), 'machine', now),
		readRange(paths.metrics(machineSeries, 'requests'), 'requests', now),
		ctx.live.usage({ signal: AbortSignal.timeout(askedMs) }).catch(() => null),
		getThresholds(ctx, { serviceId: null })
	]);
	const thresholds = holding(view);
	return {
		range: now.range,
		figures: [...machineFigures(used, thresholds), ...requestFigures(answered, thresholds)],
		charts: [
			...machineCharts(used.steps, now.window, thresholds),
			...requestCharts(answered.steps, now.window, thresholds)
		],
		isMeasured: used.samples.length > 0,
		services: live && (await byService(ctx, live.containers)),
		thresholds: view
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
