import { removeApp } from '#lib/server/apps/remove-app.ts';
import { api } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

const longestWait = 60_000;

export const DELETE = api<RequestEvent>(async (ctx, { params: { name }, request }) => {
	const signal = AbortSignal.any([request.signal, AbortSignal.timeout(longestWait)]);
	await removeApp(ctx, { name, signal });
	return Response.json({ status: 'success', message: `${name} removed` });
});
