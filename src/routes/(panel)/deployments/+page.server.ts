import { dependency } from '#lib/rules/live-names.ts';
import { deploymentFilter } from '#lib/schemas/deployments.ts';
import { listDeployments } from '#lib/server/deployments/list-deployments.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, url, depends }) => {
	depends(dependency('deployments'));
	const filter = deploymentFilter.parse(Object.fromEntries(url.searchParams));
	const before = url.searchParams.get('before') ?? undefined;
	const page = await listDeployments(context, { ...filter, limit: 25, before });
	return { filter, isFirst: before === undefined, ...page };
};
