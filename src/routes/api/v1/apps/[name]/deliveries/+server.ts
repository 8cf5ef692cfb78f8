import { deliveryFilter } from '#lib/schemas/webhooks.ts';
import { findApp } from '#lib/server/apps/find-app.ts';
import { api } from '#lib/server/http/api.ts';
import { listDeliveries } from '#lib/server/webhooks/list-deliveries.ts';
import type { RequestEvent } from './$types';

/** What Git hosts told of an app, newest first; `next` goes into `?before=`. */
export const GET = api<RequestEvent>(async (ctx, { params: { name }, url }) => {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:see' });
	const filter = deliveryFilter.parse(Object.fromEntries(url.searchParams));
	const before = url.searchParams.get('before') ?? undefined;
	return Response.json(await listDeliveries(ctx, { serviceId, ...filter, before }));
});
