import { dependency } from '#lib/rules/live-names.ts';
import { listDeployments } from '#lib/server/deployments/list-deployments.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`project:${params.project}`));
	const { deployments } = await listDeployments(context, { projectId: params.project, limit: 8 });
	return { deployments };
};
