import { findApp } from '#lib/server/apps/find-app.ts';
import { api } from '#lib/server/http/api.ts';
import { getDelivery } from '#lib/server/webhooks/get-delivery.ts';
import type { RequestEvent } from './$types';

/** One delivery with its headers and its payload. */
export const GET = api<RequestEvent>(async (ctx, { params: { name, delivery: deliveryId } }) => {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:see' });
	return Response.json({ delivery: await getDelivery(ctx, { serviceId, deliveryId }) });
});
