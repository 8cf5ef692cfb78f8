import { findDeployment } from '#lib/server/deployments/find-deployment.ts';
import { answerRows } from '#lib/server/logs/answer-log.ts';
import { openStepIndex } from '#lib/server/logs/open-index.ts';
import { panel } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

/** Some rows of the log: what a window over it shows. */
export const GET: RequestHandler = async ({ locals: { context }, params, url }) => {
	const { id } = await findDeployment(context, {
		deploymentId: params.deployment,
		permission: 'projects:see'
	});
	const index = openStepIndex(panel().paths.deploymentLog(id));
	return answerRows(index, url);
};
