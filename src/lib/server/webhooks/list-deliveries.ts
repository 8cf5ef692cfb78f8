import type { Prisma } from '#prisma/client/client.ts';
import type { DeliveryFilter } from '#lib/schemas/webhooks.ts';
import type { Context } from '../context.ts';
import { cutPage, readCursor } from '../db/keyset.ts';
import { findService } from '../services/find-service.ts';
import { deliverySelect, toDeliveryView, type DeliveryView } from './delivery-view.ts';

interface Wanted extends Partial<DeliveryFilter> {
	serviceId: string;
	/** Cursor of the page before. */
	before?: string | undefined;
	limit?: number;
}

export interface DeliveryPage {
	/** Newest first. */
	deliveries: DeliveryView[];
	/** For the input `before` of the next page; null on the last. */
	next: string | null;
}

function olderThan(before: string): Prisma.WebhookDeliveryWhereInput {
	const { at: receivedAt, id } = readCursor(before);
	return { OR: [{ receivedAt: { lt: receivedAt } }, { receivedAt, id: { lt: id } }] };
}

/** A page of what a service was told, newest first; for a service that the caller found. */
export async function readDeliveries(
	{ db }: Pick<Context, 'db'>,
	{ serviceId, decision, before, limit = 25 }: Wanted
): Promise<DeliveryPage> {
	const rows = await db.webhookDelivery.findMany({
		where: {
			serviceId,
			...(decision !== undefined && { decision }),
			...(before !== undefined && olderThan(before))
		},
		select: deliverySelect,
		orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
		take: limit + 1
	});
	const place = ({ receivedAt: at, id }: (typeof rows)[number]) => ({ at, id });
	const { page, next } = cutPage(rows, { limit, place });
	return { deliveries: page.map(toDeliveryView), next };
}

/** The same for whoever asks. Errors: not_found. */
export async function listDeliveries(ctx: Context, wanted: Wanted): Promise<DeliveryPage> {
	const { id } = await findService(ctx, {
		serviceId: wanted.serviceId,
		permission: 'projects:see'
	});
	return readDeliveries(ctx, { ...wanted, serviceId: id });
}
