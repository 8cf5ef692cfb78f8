import { newProcessRequest } from '#lib/schemas/processes-api.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findApp } from '#lib/server/apps/find-app.ts';
import { listAppProcesses } from '#lib/server/apps/list-app-processes.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import { addCron, addWorker } from '#lib/server/processes/add-process.ts';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>(async (ctx, { params: { name } }) =>
	Response.json({ processes: await listAppProcesses(ctx, { name }) })
);

export const POST = api<RequestEvent>(async (ctx, event) => {
	const { name } = event.params;
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	const wanted = validate(newProcessRequest, await readJson(event));
	if (wanted.kind === 'worker') await addWorker(ctx, { serviceId, ...wanted });
	else await addCron(ctx, { serviceId, ...wanted });
	const message = `${wanted.name} was added.`;
	return Response.json({ status: 'success', message }, { status: 201 });
});
