import type { DeliveryInput } from '#lib/schemas/webhooks.ts';
import type { Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { findService, type FoundService } from '../services/find-service.ts';
import { deliverySelect } from './delivery-view.ts';

const idPattern = /^[\w-]{1,128}$/;

type Wanted = DeliveryInput & { permission: Permission };

/** A delivery and its service, within what the actor may see. Errors: not_found. */
export async function findDelivery(ctx: Context, { deliveryId, ...where }: Wanted) {
	const service: FoundService = await findService(ctx, where);
	const delivery = idPattern.test(deliveryId)
		? await ctx.db.webhookDelivery.findUnique({
				where: { serviceId_id: { serviceId: service.id, id: deliveryId } },
				select: { ...deliverySelect, headers: true, payload: true, payloadBytes: true }
			})
		: null;
	if (!delivery) throw notFound('delivery');
	return { service, delivery };
}

/** As it came: of a replay, that of the delivery it replays; null: it is not kept. */
export async function originalOf(
	ctx: Pick<Context, 'db'>,
	{ service, delivery }: Awaited<ReturnType<typeof findDelivery>>
) {
	if (delivery.replayOf === null) return delivery;
	return ctx.db.webhookDelivery.findUnique({
		where: { serviceId_id: { serviceId: service.id, id: delivery.replayOf } },
		select: { id: true, event: true, headers: true, payload: true, payloadBytes: true }
	});
}
