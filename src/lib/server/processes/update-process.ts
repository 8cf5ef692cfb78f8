import type { UpdateProcessInput } from '#lib/schemas/processes.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { applyProcesses } from './apply-processes.ts';
import { findProcess } from './find-process.ts';

/**
 * Changes a process; it holds at once, with the image that is live. Errors: not_found, not_scheduled
 * (422): a worker has no times, not_scaled (422): a cron process has no replicas.
 */
export async function updateProcess(
	ctx: Context,
	{ processId, ...change }: UpdateProcessInput
): Promise<void> {
	const { name, kind, serviceId, service } = await findProcess(ctx, {
		processId,
		permission: 'projects:change'
	});
	const { schedule, timeZone, replicas } = change;
	if (kind === 'worker' && (schedule !== undefined || timeZone !== undefined)) {
		throw new AppError('not_scheduled', 422, `'${name}' is a worker: it runs all the time.`, {
			field: 'schedule'
		});
	}
	if (kind === 'cron' && replicas !== undefined) {
		throw new AppError('not_scaled', 422, `'${name}' runs at its times, once.`, {
			field: 'replicas'
		});
	}
	await ctx.db.$transaction(async (tx) => {
		await tx.process.update({ where: { id: processId }, data: { ...change, crashReason: null } });
		await recordAudit(tx, ctx, {
			action: 'process.changed',
			subject: processId,
			projectId: service.projectId,
			serviceId,
			detail: { name, service: service.name, changed: Object.keys(change) }
		});
		await applyProcesses(tx, ctx, { serviceId, projectId: service.projectId, processId });
	});
}
