import { newId } from '#lib/server/db/id.ts';
import { findDeployment } from '#lib/server/deployments/find-deployment.ts';
import { openStepIndex } from '#lib/server/logs/open-index.ts';
import { shownLog } from '#lib/server/logs/shown-log.ts';
import { panel } from '#lib/server/panel.ts';
import type { LayoutServerLoad } from './$types';

/** What stays while the deployment goes on: its state is read again with each event, its log is streamed. */
export const load: LayoutServerLoad = async ({ locals: { context }, params, url }) => {
	const { id } = await findDeployment(context, {
		deploymentId: params.deployment,
		permission: 'projects:see'
	});
	const index = openStepIndex(panel().paths.deploymentLog(id));
	return { log: await shownLog(index, url), formKey: newId() };
};
