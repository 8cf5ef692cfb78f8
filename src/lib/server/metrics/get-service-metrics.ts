import { dataPaths } from '#lib/rules/data-dir.ts';
import type { Chart } from '#lib/rules/metrics/chart.ts';
import { rangeOf, type Range } from '#lib/rules/metrics/ranges.ts';
import { requestCharts } from '#lib/rules/metrics/request-charts.ts';
import { useCharts } from '#lib/rules/metrics/use-charts.ts';
import { inSteps, windowOf } from '#lib/rules/metrics/window.ts';
import type { Context } from '../context.ts';
import type { ContainerNow } from '../live/usage-now.ts';
import { findService } from '../services/find-service.ts';
import { viewThresholds, type Thresholds } from './get-thresholds.ts';
import { readRing } from './read-ring.ts';

const askedMs = 1_000;
const mostMarks = 50;

/** A deployment that went live. */
export interface DeployMark {
	deploymentId: string;
	number: number;
	at: Date;
}

export interface ServiceMetrics {
	range: Range;
	/** Of what runs; empty before anything was read. */
	use: Chart[];
	/** Of what visitors asked for. */
	requests: Chart[];
	marks: DeployMark[];
	/** As they are now; null when the worker does not say. */
	containers: ContainerNow[] | null;
	thresholds: Thresholds;
}

/** What a service used and answered in a time that ends now. Errors: not_found. */
export async function getServiceMetrics(
	ctx: Context,
	input: { serviceId: string; range: string | null }
): Promise<ServiceMetrics> {
	const service = await findService(ctx, {
		serviceId: input.serviceId,
		permission: 'projects:see'
	});
	const range = rangeOf(input.range);
	const window = windowOf(range, ctx.clock().getTime() / 1000);
	const { start: from } = window;
	const paths = dataPaths(ctx.env.GANTRY_DATA_DIR);
	const [used, answered, marks, containers, thresholds] = await Promise.all([
		readRing(paths.metrics(service.id, 'service'), { kind: 'service', seconds: range.tier, from }),
		readRing(paths.metrics(service.id, 'requests'), {
			kind: 'requests',
			seconds: range.tier,
			from
		}),
		deployMarks(ctx, { serviceId: service.id, since: new Date(from * 1000) }),
		containersNow(ctx, service.id),
		viewThresholds(ctx.db, { serviceId: service.id, kept: service.thresholds })
	]);
	const steps = inSteps('service', used, window);
	return {
		range,
		use: used.length > 0 ? useCharts(steps, window, service.cpuMillis || null) : [],
		requests: requestCharts(inSteps('requests', answered, window), window),
		marks,
		containers,
		thresholds
	};
}

async function deployMarks(
	{ db }: Context,
	{ serviceId, since }: { serviceId: string; since: Date }
): Promise<DeployMark[]> {
	const rows = await db.deployment.findMany({
		where: { serviceId, state: 'succeeded', completedAt: { gte: since } },
		select: { id: true, number: true, completedAt: true },
		orderBy: { completedAt: 'desc' },
		take: mostMarks
	});
	return rows.flatMap(({ id, number, completedAt }) =>
		completedAt ? [{ deploymentId: id, number, at: completedAt }] : []
	);
}

async function containersNow({ live }: Context, serviceId: string) {
	// The charts are worth showing without it.
	const now = await live.usage({ signal: AbortSignal.timeout(askedMs) }).catch(() => null);
	return now && now.containers.filter((container) => container.serviceId === serviceId);
}
