import { goingVolumes } from '#lib/schemas/volumes.ts';
import { validate } from '#lib/schemas/validate.ts';
import { removeApp } from '#lib/server/apps/remove-app.ts';
import { api } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

const longestWait = 60_000;

export const DELETE = api<RequestEvent>(async (ctx, { params: { name }, url, request }) => {
	const volumes = validate(goingVolumes, url.searchParams.get('volumes') ?? undefined) ?? [];
	const signal = AbortSignal.any([request.signal, AbortSignal.timeout(longestWait)]);
	await removeApp(ctx, { name, volumes, signal });
	return Response.json({ status: 'success', message: `${name} removed` });
});
