import type { MaintenanceInput } from '#lib/schemas/maintenance.ts';
import type { Context } from '../context.ts';
import { publishChange } from '../domains/publish-change.ts';
import { findService } from '../services/find-service.ts';

/**
 * Has visitors of all hosts of a service read a page instead of being answered; the app goes on running. Done
 * again it changes the message. Errors: not_found.
 */
export async function beginMaintenance(
	ctx: Context,
	{ serviceId, message }: MaintenanceInput
): Promise<void> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.service.updateMany({
			where: { id: serviceId, maintenanceSince: null },
			data: { maintenanceSince: ctx.clock(), maintenanceBy: ctx.actor.email }
		});
		await tx.service.updateMany({
			where: { id: serviceId },
			data: { maintenanceMessage: message }
		});
		await publishChange(tx, ctx, {
			action: count > 0 ? 'maintenance.began' : 'maintenance.reworded',
			subject: serviceId,
			service,
			detail: { message }
		});
	});
}
