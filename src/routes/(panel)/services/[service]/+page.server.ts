import { redirect } from '@sveltejs/kit';
import { dependency } from '#lib/rules/live-names.ts';
import {
	requestDeploymentInput,
	rollbackInput,
	undoRollbackInput
} from '#lib/schemas/deployments.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { listDeployments } from '#lib/server/deployments/list-deployments.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { resumeDeploys } from '#lib/server/deployments/resume-deploys.ts';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { undoRollback } from '#lib/server/deployments/undo-rollback.ts';
import { submit } from '#lib/server/forms.ts';
import { stopService } from '#lib/server/services/stop-service.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	const { deployments } = await listDeployments(context, { serviceId: params.service, limit: 6 });
	return { deployments };
};

export const actions: Actions = {
	deploy: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			// An empty field asks for nothing in particular.
			for (const name of ['branch', 'commit']) if (!fields.get(name)) fields.delete(name);
			const input = validateForm(requestDeploymentInput, fields, { serviceId: params.service });
			const { deploymentId } = await requestDeployment(context, input);
			redirect(303, `/deployments/${deploymentId}`);
		}),
	rollback: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(rollbackInput, fields, { serviceId: params.service });
			const { deploymentId } = await rollback(context, input);
			redirect(303, `/deployments/${deploymentId}`);
		}),
	undo: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			const { deploymentId } = await undoRollback(context, validateForm(undoRollbackInput, fields));
			redirect(303, `/deployments/${deploymentId}`);
		}),
	resume: ({ locals: { context }, params, request }) =>
		submit(request, async () => {
			await resumeDeploys(context, { serviceId: params.service });
			return { notice: 'Pushes deploy again.' };
		}),
	stop: ({ locals: { context }, params, request }) =>
		submit(request, async () => {
			await stopService(context, { serviceId: params.service });
			return { notice: 'The service is being stopped.' };
		})
};
