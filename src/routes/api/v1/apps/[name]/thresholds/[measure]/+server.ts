import { findApp } from '#lib/server/apps/find-app.ts';
import { api } from '#lib/server/http/api.ts';
import { deleteThreshold, putThreshold } from '#lib/server/http/thresholds-api.ts';
import type { RequestEvent } from './$types';

export const PUT = api<RequestEvent>(async (ctx, event) => {
	const { name, measure } = event.params;
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	return putThreshold(ctx, { named: { serviceId, measure }, event });
});

export const DELETE = api<RequestEvent>(async (ctx, { params: { name, measure } }) => {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	return deleteThreshold(ctx, { serviceId, measure });
});
