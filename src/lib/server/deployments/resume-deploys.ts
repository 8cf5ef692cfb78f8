import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { notify } from '../notify.ts';
import { findService } from '../services/find-service.ts';

/** Lets pushes deploy again after a rollback. Done again it changes nothing. Errors: not_found. */
export async function resumeDeploys(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<void> {
	const { name, projectId } = await findService(ctx, { serviceId, permission: 'projects:change' });
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.service.updateMany({
			where: { id: serviceId, rolledBackTo: { not: null } },
			data: { rolledBackTo: null }
		});
		if (count === 0) return;
		await recordAudit(tx, ctx, {
			action: 'service.deploys-resumed',
			subject: serviceId,
			projectId,
			serviceId,
			detail: { service: name }
		});
		await notify(tx, { kind: 'service', projectId, serviceId });
	});
}
