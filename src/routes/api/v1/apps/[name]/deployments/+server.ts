import { redeployRequest } from '#lib/schemas/deploy-api.ts';
import { validate } from '#lib/schemas/validate.ts';
import { prefersAsync, untilLive } from '#lib/server/apps/answer-deployment.ts';
import { findApp } from '#lib/server/apps/find-app.ts';
import { getAppStatus } from '#lib/server/apps/get-app-status.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

/** An existing app, deployed again. */
export const POST = api<RequestEvent>(async (ctx, event) => {
	const { request, params } = event;
	const wanted = validate(redeployRequest, await readJson(event));
	const { id: serviceId } = await findApp(ctx, {
		name: params.name,
		permission: 'projects:change'
	});
	const { deploymentId } = await requestDeployment(ctx, { serviceId, trigger: 'api', ...wanted });
	const { url } = await getAppStatus(ctx, params);
	const answer = { url, app_name: params.name, build_id: deploymentId };
	if (prefersAsync(request)) return Response.json({ status: 'queued', ...answer }, { status: 202 });
	await untilLive(ctx, { deploymentId, signal: request.signal });
	return Response.json({ status: 'success', ...answer });
});
