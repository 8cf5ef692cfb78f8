import type { ServiceInput } from '#lib/schemas/services.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { findService } from './find-service.ts';

/**
 * Stops what runs; the host shows "stopped" until the next deployment (`reuseImage: 'live'` starts the
 * same release again). Errors: not_found, not_live (409).
 */
export async function stopService(ctx: Context, { serviceId }: ServiceInput): Promise<void> {
	const { projectId, name } = await findService(ctx, {
		serviceId,
		permission: 'projects:change'
	});
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.service.updateMany({
			where: { id: serviceId, state: { in: ['live', 'crashing'] }, deletedAt: null },
			data: { state: 'stopped', crashReason: null }
		});
		if (count === 0) throw new AppError('not_live', 409, 'This service is not running.');
		await recordAudit(tx, ctx, {
			action: 'service.stopped',
			subject: serviceId,
			projectId,
			serviceId,
			detail: { service: name }
		});
		await ctx.queue.add(
			tx,
			'stop-service',
			{ serviceId },
			{ queueName: `service:${serviceId}`, jobKey: `stop:${serviceId}` }
		);
		await notify(tx, { kind: 'service', projectId, serviceId });
	});
}
