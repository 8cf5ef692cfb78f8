import { dataPaths } from '#lib/rules/data-dir.ts';
import type { Chart } from '#lib/rules/metrics/chart.ts';
import { rangeOf, type Range } from '#lib/rules/metrics/ranges.ts';
import { requestCharts } from '#lib/rules/metrics/request-charts.ts';
import { useCharts } from '#lib/rules/metrics/use-charts.ts';
import { inSteps, windowOf } from '#lib/rules/metrics/window.ts';
import type { Alarm } from '#prisma/client/client.ts';
import type { Context } from '../context.ts';
import type { ContainerNow } from '../live/usage-now.ts';
import { findService } from '../services/find-service.ts';
import { shownAlarms, viewThresholds, type Thresholds } from './get-thresholds.ts';
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
	const [used, answered, { marks, alarms }, containers] = await Promise.all([
		readRing(paths.metrics(service.id, 'service'), { kind: 'service', seconds: range.tier, from }),
		readRing(paths.metrics(service.id, 'requests'), {
			kind: 'requests',
			seconds: range.tier,
			from
		}),
		whatHappened(ctx, { serviceId: service.id, since: new Date(from * 1000) }),
		containersNow(ctx, service.id)
	]);
	const steps = inSteps('service', used, window);
	return {
		range,
		use: used.length > 0 ? useCharts(steps, window, service.cpuMillis || null) : [],
		requests: requestCharts(inSteps('requests', answered, window), window),
		marks,
		containers,
		thresholds: viewThresholds({ place: 'service', kept: service.thresholds, alarms })
	};
}

async function whatHappened(
	{ db }: Context,
	{ serviceId, since }: { serviceId: string; since: Date }
): Promise<{ marks: DeployMark[]; alarms: Alarm[] }> {
	const { deployments, alarms } = await db.service.findUniqueOrThrow({
		where: { id: serviceId },
		select: {
			alarms: shownAlarms,
			deployments: {
				where: { state: 'succeeded', completedAt: { gte: since } },
				select: { id: true, number: true, completedAt: true },
				orderBy: { completedAt: 'desc' },
				take: mostMarks
			}
		}
	});
	const marks = deployments.flatMap(({ id, number, completedAt }) =>
		completedAt ? [{ deploymentId: id, number, at: completedAt }] : []
	);
	return { marks, alarms };
}

async function containersNow({ live }: Context, serviceId: string) {
	// The charts are worth showing without it.
	const now = await live.usage({ signal: AbortSignal.timeout(askedMs) }).catch(() => null);
	return now && now.containers.filter((container) => container.serviceId === serviceId);
}
