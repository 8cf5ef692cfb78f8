import { maintenanceRequest } from '#lib/schemas/maintenance.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findApp } from '#lib/server/apps/find-app.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import { beginMaintenance } from '#lib/server/maintenance/begin-maintenance.ts';
import { endMaintenance } from '#lib/server/maintenance/end-maintenance.ts';
import { maintenanceView } from '#lib/server/maintenance/maintenance-view.ts';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>(async (ctx, { params: { name } }) => {
	const app = await findApp(ctx, { name, permission: 'projects:see' });
	return Response.json({ maintenance: maintenanceView(app) });
});

export const PUT = api<RequestEvent>(async (ctx, event) => {
	const { name } = event.params;
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	const wanted = validate(maintenanceRequest, await readJson(event));
	await beginMaintenance(ctx, { serviceId, ...wanted });
	const maintenance = maintenanceView(await findApp(ctx, { name, permission: 'projects:see' }));
	return Response.json({ status: 'success', maintenance });
});

export const DELETE = api<RequestEvent>(async (ctx, { params: { name } }) => {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	await endMaintenance(ctx, { serviceId });
	return Response.json({ status: 'success', maintenance: null });
});
