import { dependency } from '#lib/rules/live-names.ts';
import { listDeployments } from '#lib/server/deployments/list-deployments.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url, depends }) => {
	depends(dependency(`service:${params.service}`));
	const before = url.searchParams.get('before') ?? undefined;
	return {
		isFirst: before === undefined,
		...(await listDeployments(context, { serviceId: params.service, limit: 25, before }))
	};
};
