import { deployRequest } from '#lib/schemas/deploy-api.ts';
import { validate } from '#lib/schemas/validate.ts';
import { prefersAsync, untilLive } from '#lib/server/apps/answer-deployment.ts';
import { deployApp } from '#lib/server/apps/deploy-app.ts';
import { api, readJson } from '#lib/server/http/api.ts';

export const POST = api(async (ctx, event) => {
	const { request } = event;
	const wanted = validate(deployRequest, await readJson(event));
	const { deploymentId, url } = await deployApp(ctx, wanted);
	const answer = { url, app_name: wanted.app_name, build_id: deploymentId };
	if (prefersAsync(request)) return Response.json({ status: 'queued', ...answer }, { status: 202 });
	await untilLive(ctx, { deploymentId, signal: request.signal });
	return Response.json({ status: 'success', ...answer });
});
