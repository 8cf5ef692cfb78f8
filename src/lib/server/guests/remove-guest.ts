import type { GuestInput } from '#lib/schemas/guests.ts';
import type { Context } from '../context.ts';
import { publishChange } from '../domains/publish-change.ts';
import { notFound } from '../errors.ts';
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
		await publishChange(tx, ctx, {
			action: 'guest.removed',
			subject: name,
			service,
			detail: { name }
		});
		return { isOpen: (await tx.guest.count({ where: { serviceId } })) === 0 };
	});
}
