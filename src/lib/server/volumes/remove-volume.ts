import type { RemoveVolumeInput } from '#lib/schemas/volumes.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { findVolume } from './find-volume.ts';

/**
 * Removes a volume with its data, once nothing mounts it any more: at once when nothing runs, else with
 * the next deployment. Errors: not_found, not_confirmed (422) on the field confirm.
 */
export async function removeVolume(
	ctx: Context,
	{ volumeId, confirm }: RemoveVolumeInput
): Promise<void> {
	const { name, path, serviceId, service } = await findVolume(ctx, {
		volumeId,
		permission: 'projects:change'
	});
	if (confirm !== name) {
		throw new AppError('not_confirmed', 422, `Type '${name}' to confirm.`, { field: 'confirm' });
	}
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.volume.updateMany({
			where: { id: volumeId, deletedAt: null },
			data: { deletedAt: ctx.clock() }
		});
		if (count === 0) return;
		await recordAudit(tx, ctx, {
			action: 'volume.removed',
			subject: volumeId,
			projectId: service.projectId,
			serviceId,
			detail: { name, path, service: service.name }
		});
		const options = { queueName: `service:${serviceId}`, jobKey: `repair-service:${serviceId}` };
		await ctx.queue.add(tx, 'repair-service', { serviceId }, options);
		await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
	});
}
