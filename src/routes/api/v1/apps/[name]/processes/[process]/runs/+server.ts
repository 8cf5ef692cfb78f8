import { findAppProcess } from '#lib/server/apps/find-app-process.ts';
import { api } from '#lib/server/http/api.ts';
import { runProcess } from '#lib/server/processes/run-process.ts';
import type { RequestEvent } from './$types';

/** A cron process, run now. */
export const POST = api<RequestEvent>(async (ctx, { params }) => {
	const { processId } = await findAppProcess(ctx, { ...params, permission: 'projects:change' });
	await runProcess(ctx, { processId });
	const message = 'It starts now; its lines are in the log.';
	return Response.json({ status: 'success', message }, { status: 202 });
});
