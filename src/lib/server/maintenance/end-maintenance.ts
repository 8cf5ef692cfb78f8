import type { ServiceInput } from '#lib/schemas/services.ts';
import type { Context } from '../context.ts';
import { publishChange } from '../domains/publish-change.ts';
import { findService } from '../services/find-service.ts';

/** Visitors are answered by the app again. Done again it changes nothing. Errors: not_found. */
export async function endMaintenance(ctx: Context, { serviceId }: ServiceInput): Promise<void> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.service.updateMany({
			where: { id: serviceId, maintenanceSince: { not: null } },
			data: { maintenanceSince: null, maintenanceBy: null, maintenanceMessage: null }
		});
		if (count === 0) return;
		await publishChange(tx, ctx, {
			action: 'maintenance.ended',
			subject: serviceId,
			service
		});
	});
}
