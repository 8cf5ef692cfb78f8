import { findDeployment } from '#lib/server/deployments/find-deployment.ts';
import { answerSearch } from '#lib/server/logs/answer-log.ts';
import { openStepIndex } from '#lib/server/logs/open-index.ts';
import { panel } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

/** Where in the log some words stand. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id } = await findDeployment(context, {
		deploymentId: params.deployment,
		permission: 'projects:see'
	});
	const index = openStepIndex(panel().paths.deploymentLog(id));
	return answerSearch(index, { url, signal: request.signal });
};
