import { findDeployment } from '#lib/server/deployments/find-deployment.ts';
import { downloadLog } from '#lib/server/logs/download.ts';
import { panel } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

/** The whole log as text. */
export const GET: RequestHandler = async ({ locals: { context }, params, request }) => {
	const { id, number, service } = await findDeployment(context, {
		deploymentId: params.deployment,
		permission: 'projects:see'
	});
	const path = panel().paths.deploymentLog(id);
	return new Response(downloadLog(path, request.signal), {
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-disposition': `attachment; filename="${service.name}-${number}.log"`
		}
	});
};
