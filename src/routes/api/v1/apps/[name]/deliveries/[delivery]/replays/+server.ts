import { findApp } from '#lib/server/apps/find-app.ts';
import { api } from '#lib/server/http/api.ts';
import { replayDelivery } from '#lib/server/webhooks/replay-delivery.ts';
import type { RequestEvent } from './$types';

/** A delivery, judged again. */
export const POST = api<RequestEvent>(async (ctx, { params: { name, delivery: deliveryId } }) => {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	const replay = await replayDelivery(ctx, { serviceId, deliveryId });
	return Response.json({ status: 'success', message: replay.reason, replay }, { status: 202 });
});
