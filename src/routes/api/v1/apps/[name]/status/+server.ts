import { getAppStatus } from '#lib/server/apps/get-app-status.ts';
import { api } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>(async (ctx, { params: { name } }) =>
	Response.json(await getAppStatus(ctx, { name }))
);
