import { dependency } from '#lib/rules/live-names.ts';
import { getDashboard } from '#lib/server/dashboard/get-dashboard.ts';
import { listDeployments } from '#lib/server/deployments/list-deployments.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, depends }) => {
	depends(dependency('projects'), dependency('deployments'));
	const [dashboard, { deployments }] = await Promise.all([
		getDashboard(context),
		listDeployments(context, { limit: 8 })
	]);
	return { ...dashboard, deployments };
};
