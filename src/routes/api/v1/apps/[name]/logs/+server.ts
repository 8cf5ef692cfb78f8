import { logsQuery } from '#lib/schemas/deploy-api.ts';
import { validate } from '#lib/schemas/validate.ts';
import { getAppLogs } from '#lib/server/apps/get-app-logs.ts';
import { api } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>(async (ctx, { params: { name }, url }) => {
	const { lines } = validate(logsQuery, Object.fromEntries(url.searchParams));
	return Response.json({ logs: await getAppLogs(ctx, { name, lines }) });
});
