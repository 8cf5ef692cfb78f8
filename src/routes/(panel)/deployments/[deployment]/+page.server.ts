import { dependency } from '#lib/rules/live-names.ts';
import { cancelDeployment } from '#lib/server/deployments/cancel-deployment.ts';
import { getDeployment } from '#lib/server/deployments/get-deployment.ts';
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
		})
};
