import type { DeleteServiceInput } from '#lib/schemas/services.ts';
import type { Service } from '#prisma/client/client.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { markVolumes } from '../volumes/mark-volumes.ts';
import { findService } from './find-service.ts';

type Marked = Pick<Service, 'id' | 'name' | 'projectId'>;

/**
 * From here on nobody sees the service and nothing new is deployed; the worker removes what runs, then
 * the row. Its app name stays taken until then, because its host still leads to it.
 */
export async function markServiceDeleted(
	tx: Transaction,
	ctx: Context,
	{ id: serviceId, name, projectId }: Marked
): Promise<void> {
	const now = ctx.clock();
	const { count } = await tx.service.updateMany({
		where: { id: serviceId, deletedAt: null },
		// A deployment under way finds another generation and never goes live.
		data: { deletedAt: now, generation: { increment: 1 } }
	});
	if (count === 0) return;
	const open = { serviceId, state: { in: ['queued', 'running'] as ('queued' | 'running')[] } };
	const deployments = await tx.deployment.findMany({
		where: open,
		select: { id: true, state: true }
	});
	await tx.deployment.updateMany({ where: open, data: { cancelAskedAt: now } });
	for (const { id: deploymentId } of deployments)
		await notify(tx, { kind: 'cancel', deploymentId });
	await tx.deployment.updateMany({
		where: { serviceId, state: 'queued' },
		data: { state: 'cancelled', completedAt: now }
	});
	await recordAudit(tx, ctx, {
		action: 'service.deleted',
		subject: serviceId,
		projectId,
		serviceId,
		detail: { name, service: name }
	});
	await ctx.queue.add(
		tx,
		'delete-service',
		{ serviceId },
		{ queueName: `service:${serviceId}`, jobKey: `delete-service:${serviceId}` }
	);
	await notify(tx, { kind: 'service', projectId, serviceId });
}

/**
 * Deletes one service of a project, with the data of its volumes when they are named. Errors: not_found,
 * not_confirmed (422) on the field confirm, volumes_not_confirmed (409) on the field volumes.
 */
export async function deleteService(
	ctx: Context,
	{ serviceId, confirm, volumes: named = [] }: DeleteServiceInput
): Promise<void> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	if (confirm !== service.name) {
		throw new AppError('not_confirmed', 422, `Type '${service.name}' to confirm.`, {
			field: 'confirm'
		});
	}
	await ctx.db.$transaction(async (tx) => {
		await markVolumes(tx, { services: [service], named, withApp: false, now: ctx.clock() });
		await markServiceDeleted(tx, ctx, service);
	});
}
