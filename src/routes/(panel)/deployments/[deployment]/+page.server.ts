import { redirect } from '@sveltejs/kit';
import { dependency } from '#lib/rules/live-names.ts';
import { rollbackInput } from '#lib/schemas/deployments.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { cancelDeployment } from '#lib/server/deployments/cancel-deployment.ts';
import { getDeployment } from '#lib/server/deployments/get-deployment.ts';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { submit } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`deployment:${params.deployment}`));
	return { deployment: await getDeployment(context, { deploymentId: params.deployment }) };
};

export const actions: Actions = {
	cancel: ({ locals: { context }, params, request }) =>
		submit(request, async () => {
			await cancelDeployment(context, { deploymentId: params.deployment });
			return { notice: 'The deployment is being cancelled.' };
		}),
	rollback: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const { deploymentId } = await rollback(context, validateForm(rollbackInput, fields));
			redirect(303, `/deployments/${deploymentId}`);
		})
};
