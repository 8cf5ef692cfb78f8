import type { GuestInput } from '#lib/schemas/guests.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { enqueuePublishing } from '../domains/add-domain.ts';
import { notFound } from '../errors.ts';
import { notify } from '../notify.ts';
import { findService } from '../services/find-service.ts';

/**
 * A guest is let in no more; without any the app is open to everybody again, which is answered. Errors: not_found.
 */
export async function removeGuest(
	ctx: Context,
	{ serviceId, name }: GuestInput
): Promise<{ isOpen: boolean }> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	return ctx.db.$transaction(async (tx) => {
		const { count } = await tx.guest.deleteMany({ where: { serviceId, name } });
		if (count === 0) throw notFound('guest');
		await recordAudit(tx, ctx, {
			action: 'guest.removed',
			subject: name,
			projectId: service.projectId,
			serviceId,
			detail: { name, service: service.name }
		});
		await enqueuePublishing(tx, ctx, serviceId);
		await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
		return { isOpen: (await tx.guest.count({ where: { serviceId } })) === 0 };
	});
}
