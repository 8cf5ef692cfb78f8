import { findApp } from '#lib/server/apps/find-app.ts';
import { listGuests } from '#lib/server/guests/list-guests.ts';
import { api } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>(async (ctx, { params: { name } }) => {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:see' });
	return Response.json({ guests: await listGuests(ctx, { serviceId }) });
});
