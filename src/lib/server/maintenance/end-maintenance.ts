import type { ServiceInput } from '#lib/schemas/services.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { enqueuePublishing } from '../domains/add-domain.ts';
import { notify } from '../notify.ts';
import { findService } from '../services/find-service.ts';

/** Visitors are answered by the app again. Done again it changes nothing. Errors: not_found. */
export async function endMaintenance(ctx: Context, { serviceId }: ServiceInput): Promise<void> {
	const { name, projectId } = await findService(ctx, { serviceId, permission: 'projects:change' });
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.service.updateMany({
			where: { id: serviceId, maintenanceSince: { not: null } },
			data: { maintenanceSince: null, maintenanceBy: null, maintenanceMessage: null }
		});
		if (count === 0) return;
		await recordAudit(tx, ctx, {
			action: 'maintenance.ended',
			subject: serviceId,
			projectId,
			serviceId,
			detail: { service: name }
		});
		await enqueuePublishing(tx, ctx, serviceId);
		await notify(tx, { kind: 'service', projectId, serviceId });
	});
}
