import { changeAccessSettingsInput } from '#lib/schemas/settings.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { changeAccessSettings } from '#lib/server/settings/change-access-settings.ts';
import { getMetricsSettings } from '#lib/server/settings/get-metrics-settings.ts';
import { createMetricsToken, revokeMetricsToken } from '#lib/server/settings/metrics-token.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context } }) => ({
	settings: await getMetricsSettings(context)
});

export const actions: Actions = {
	requests: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await changeAccessSettings(context, validateForm(changeAccessSettingsInput, fields));
			return { notice: 'Saved. The edge is being told.' };
		}),
	createToken: ({ locals: { context }, request }) =>
		submit(request, async () => {
			const { token } = await createMetricsToken(context);
			return { notice: 'The token was made.', token };
		}),
	revokeToken: ({ locals: { context }, request }) =>
		submit(request, async () => {
			await revokeMetricsToken(context);
			return { notice: 'The metrics are closed.' };
		})
};
