import type { Context } from '../context.ts';
import { readReach } from '../domains/read-reach.ts';

export interface GuestView {
	name: string;
	since: Date;
}

/** Whom a service lets in; none: it is open to everybody. Errors: not_found. */
export async function listGuests(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<GuestView[]> {
	const { guests } = await readReach(ctx, { serviceId });
	return guests.map(({ name, createdAt: since }) => ({ name, since }));
}
