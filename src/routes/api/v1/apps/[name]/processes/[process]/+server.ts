import { processChangeRequest } from '#lib/schemas/processes-api.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findAppProcess } from '#lib/server/apps/find-app-process.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import { removeProcess } from '#lib/server/processes/remove-process.ts';
import { updateProcess } from '#lib/server/processes/update-process.ts';
import type { RequestEvent } from './$types';

export const PATCH = api<RequestEvent>(async (ctx, event) => {
	const wanted = { ...event.params, permission: 'projects:change' as const };
	const { processId } = await findAppProcess(ctx, wanted);
	const change = validate(processChangeRequest, await readJson(event));
	await updateProcess(ctx, { processId, ...change });
	return Response.json({ status: 'success', message: 'Saved. It holds at once.' });
});

export const DELETE = api<RequestEvent>(async (ctx, { params }) => {
	const { processId } = await findAppProcess(ctx, { ...params, permission: 'projects:change' });
	await removeProcess(ctx, { processId });
	return Response.json({ status: 'success', message: 'The process was removed.' });
});
