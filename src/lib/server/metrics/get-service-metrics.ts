import { dataPaths } from '#lib/rules/data-dir.ts';
import type { Chart } from '#lib/rules/metrics/chart.ts';
import type { Figure } from '#lib/rules/metrics/figure.ts';
import type { Range } from '#lib/rules/metrics/ranges.ts';
import { requestCharts } from '#lib/rules/metrics/request-charts.ts';
import { requestFigures } from '#lib/rules/metrics/request-figures.ts';
import { serviceCharts } from '#lib/rules/metrics/use-charts.ts';
import { serviceFigures } from '#lib/rules/metrics/use-figures.ts';
import type { Alarm } from '#prisma/client/client.ts';
import type { Context } from '../context.ts';
import type { ContainerNow } from '../live/usage-now.ts';
import { findService } from '../services/find-service.ts';
import { holding, shownAlarms, viewThresholds, type Thresholds } from './get-thresholds.ts';
import { frameNow, readRange } from './read-range.ts';

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
	/** The numbers that all begins with, in the order of the charts. */
	figures: Figure[];
	/** Of what visitors asked for, then of what runs; without the latter before anything was read. */
	charts: Chart[];
	/** The first that is known, when that is later than the range begins; null when it is not, or nothing is. */
	since: Date | null;
	/** Something was measured or asked for. */
	isMeasured: boolean;
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
	const now = frameNow(ctx, input.range);
	const { window } = now;
	const paths = dataPaths(ctx.env.GANTRY_DATA_DIR);
	const [used, answered, { marks, alarms }, live] = await Promise.all([
		readRange(paths.metrics(service.id, 'service'), 'service', now),
		readRange(paths.metrics(service.id, 'requests'), 'requests', now),
		whatHappened(ctx, { serviceId: service.id, since: new Date(window.start * 1000) }),
		// The charts are worth showing without it.
		ctx.live.usage({ signal: AbortSignal.timeout(askedMs) }).catch(() => null)
	]);
	const cores = service.cpuMillis / 1000 || (live?.machine?.cores ?? null);
	const view = viewThresholds({ place: 'service', kept: service.thresholds, alarms });
	const thresholds = holding(view);
	const firsts = [used, answered].flatMap(({ samples }) => samples[0]?.at ?? []);
	const first = firsts.length > 0 ? Math.min(...firsts) : null;
	return {
		range: now.range,
		figures: [...requestFigures(answered, thresholds), ...serviceFigures(used, thresholds, cores)],
		charts: [
			...requestCharts(answered.steps, window, thresholds),
			...serviceCharts(used.steps, window, { cores, thresholds })
		],
		since: first !== null && first > window.start + window.step ? new Date(first * 1000) : null,
		isMeasured: first !== null,
		marks,
		containers: live && live.containers.filter(({ serviceId }) => serviceId === service.id),
		thresholds: view
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
