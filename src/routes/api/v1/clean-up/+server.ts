import { getCleanUp } from '#lib/server/clean-up/get-clean-up.ts';
import { requestCleanUp } from '#lib/server/clean-up/request-clean-up.ts';
import { api } from '#lib/server/http/api.ts';

export const GET = api(async (ctx) => Response.json(await getCleanUp(ctx)));

export const POST = api(async (ctx) => {
	await requestCleanUp(ctx);
	const message = 'The clean-up was asked for. GET this address to see what it did.';
	return Response.json({ status: 'success', message }, { status: 202 });
});
