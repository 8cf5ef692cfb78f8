import type { SaveGuestInput } from '#lib/schemas/guests.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { publishChange } from '../domains/publish-change.ts';
import { AppError } from '../errors.ts';
import { findService } from '../services/find-service.ts';
import { hashGuestPassword } from './hash-guest-password.ts';

const mostPerService = 50;

/**
 * Lets a guest in by name and password; one of that name gets the new password. With the first guest the app is closed
 * to everybody else. Only a hash is kept. Errors: not_found, too_many_guests (422).
 */
export async function saveGuest(
	ctx: Context,
	{ serviceId, name, password }: SaveGuestInput
): Promise<{ isNew: boolean }> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	const passwordHash = await hashGuestPassword(password);
	return ctx.db.$transaction(async (tx) => {
		await tx.$executeRaw`select 1 from service where id = ${serviceId} for update`;
		const { count } = await tx.guest.updateMany({
			where: { serviceId, name },
			data: { passwordHash }
		});
		const isNew = count === 0;
		if (isNew && (await tx.guest.count({ where: { serviceId } })) >= mostPerService) {
			const message = `A service has at most ${mostPerService} guests.`;
			throw new AppError('too_many_guests', 422, message, { field: 'name' });
		}
		if (isNew) await tx.guest.create({ data: { id: newId(), serviceId, name, passwordHash } });
		await publishChange(tx, ctx, {
			action: isNew ? 'guest.added' : 'guest.changed',
			subject: name,
			service,
			detail: { name }
		});
		return { isNew };
	});
}
