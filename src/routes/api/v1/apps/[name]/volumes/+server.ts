import { validate } from '#lib/schemas/validate.ts';
import { newVolumeRequest } from '#lib/schemas/volumes.ts';
import { findApp } from '#lib/server/apps/find-app.ts';
import { listAppVolumes } from '#lib/server/apps/list-app-volumes.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import { addVolume } from '#lib/server/volumes/add-volume.ts';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>(async (ctx, { params: { name } }) =>
	Response.json({ volumes: await listAppVolumes(ctx, { name }) })
);

export const POST = api<RequestEvent>(async (ctx, event) => {
	const { name } = event.params;
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	const wanted = validate(newVolumeRequest, await readJson(event));
	await addVolume(ctx, { serviceId, ...wanted });
	const message = `${wanted.name} is mounted from the next deployment on.`;
	return Response.json({ status: 'success', ...wanted, message }, { status: 201 });
});
