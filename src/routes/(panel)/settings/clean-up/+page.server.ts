import { dependency } from '#lib/rules/live-names.ts';
import { changeCleanUpInput } from '#lib/schemas/clean-up.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { changeCleanUp } from '#lib/server/clean-up/change-clean-up.ts';
import { getCleanUp } from '#lib/server/clean-up/get-clean-up.ts';
import { requestCleanUp } from '#lib/server/clean-up/request-clean-up.ts';
import { submit } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, depends }) => {
	depends(dependency('installation'));
	return { cleanUp: await getCleanUp(context) };
};

export const actions: Actions = {
	run: ({ locals: { context }, request }) =>
		submit(request, async () => {
			await requestCleanUp(context);
			return { notice: 'Cleaning up.' };
		}),
	limits: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await changeCleanUp(context, validateForm(changeCleanUpInput, fields));
			return { notice: 'Saved.' };
		})
};
