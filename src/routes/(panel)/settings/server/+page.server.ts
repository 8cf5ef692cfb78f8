import { dependency } from '#lib/rules/live-names.ts';
import { thresholdsForm } from '#lib/schemas/thresholds.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { changeThresholds } from '#lib/server/metrics/change-thresholds.ts';
import { getServerMetrics } from '#lib/server/metrics/get-server-metrics.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, url, depends }) => {
	depends('gantry:metrics', dependency('installation'));
	return { metrics: await getServerMetrics(context, { range: url.searchParams.get('range') }) };
};

export const actions: Actions = {
	thresholds: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const chosen = validateForm(thresholdsForm('machine'), fields);
			await changeThresholds(context, { serviceId: null, chosen });
			return { notice: 'Saved. It holds within a minute.' };
		})
};
