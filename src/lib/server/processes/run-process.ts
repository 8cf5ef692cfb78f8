import type { ProcessInput } from '#lib/schemas/processes.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findProcess } from './find-process.ts';
import { runQueue } from './schedule-run.ts';

/**
 * Runs a cron process now, besides its times. Errors: not_found, not_scheduled (422), not_live (409),
 * already_running (409).
 */
export async function runProcess(ctx: Context, { processId }: ProcessInput): Promise<void> {
	const found = await findProcess(ctx, { processId, permission: 'projects:change' });
	const { name, kind, serviceId, service, lastRunAt, lastExit } = found;
	if (kind !== 'cron') {
		throw new AppError('not_scheduled', 422, `'${name}' is a worker: it runs all the time.`);
	}
	if (service.state !== 'live' && service.state !== 'crashing') {
		throw new AppError('not_live', 409, 'This service is not running.', {
			hint: 'A process runs in the image of the live release: deploy first.'
		});
	}
	if (lastRunAt !== null && lastExit === null) {
		throw new AppError('already_running', 409, `'${name}' is running: one run at a time.`);
	}
	await ctx.db.$transaction(async (tx) => {
		await recordAudit(tx, ctx, {
			action: 'process.run',
			subject: processId,
			projectId: service.projectId,
			serviceId,
			detail: { name, service: service.name }
		});
		const volumes = await tx.volume.findMany({
			where: { serviceId },
			select: { id: true },
			take: 1
		});
		await ctx.queue.add(
			tx,
			'run-process',
			{ processId, at: ctx.clock().toISOString(), isManual: true },
			{ jobKey: `run:${processId}`, queueName: runQueue(processId, { id: serviceId, volumes }) }
		);
	});
}
