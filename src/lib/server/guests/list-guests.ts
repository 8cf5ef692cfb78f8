import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';

export interface GuestView {
	name: string;
	since: Date;
}

/** Whom a service lets in; none: it is open to everybody. Errors: not_found. */
export async function listGuests(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<GuestView[]> {
	await findService(ctx, { serviceId, permission: 'projects:see' });
	const rows = await ctx.db.guest.findMany({
		where: { serviceId },
		select: { name: true, createdAt: true },
		orderBy: { name: 'asc' }
	});
	return rows.map(({ name, createdAt: since }) => ({ name, since }));
}
