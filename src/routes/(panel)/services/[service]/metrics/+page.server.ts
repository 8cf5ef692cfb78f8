import { dependency } from '#lib/rules/live-names.ts';
import { thresholdsForm } from '#lib/schemas/thresholds.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { changeThresholds } from '#lib/server/metrics/change-thresholds.ts';
import { getServiceMetrics } from '#lib/server/metrics/get-service-metrics.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url, depends }) => {
	const { service: serviceId } = params;
	depends('gantry:metrics', dependency(`service:${serviceId}`));
	const range = url.searchParams.get('range');
	return { metrics: await getServiceMetrics(context, { serviceId, range }) };
};

export const actions: Actions = {
	thresholds: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const chosen = validateForm(thresholdsForm('service'), fields);
			await changeThresholds(context, { serviceId: params.service, chosen });
			return { notice: 'Saved. It holds within a minute.' };
		})
};
