import { getServiceMetrics } from '#lib/server/metrics/get-service-metrics.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url, depends }) => {
	depends('gantry:metrics');
	const range = url.searchParams.get('range');
	return { metrics: await getServiceMetrics(context, { serviceId: params.service, range }) };
};
