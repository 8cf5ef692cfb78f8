import { redirect } from '@sveltejs/kit';
import { dependency } from '#lib/rules/live-names.ts';
import { deleteServiceInput, updateServiceInput } from '#lib/schemas/services.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { deleteService } from '#lib/server/services/delete-service.ts';
import { getService } from '#lib/server/services/get-service.ts';
import { latestPlan } from '#lib/server/services/latest-plan.ts';
import { listVolumes } from '#lib/server/volumes/list-volumes.ts';
import { updateService } from '#lib/server/services/update-service.ts';
import type { Actions, PageServerLoad } from './$types';

/** The plan of the newest deployment, which is what the empty fields mean, and the data that go with a deletion. */
export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	const [plan, all] = await Promise.all([
		latestPlan(context, { serviceId: params.service }),
		listVolumes(context, { serviceId: params.service })
	]);
	const volumes = all.filter(({ state }) => state !== 'leaving');
	return { plan, volumes };
};

export const actions: Actions = {
	save: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submit(request, async (fields) => {
			// A box that is not ticked sends nothing; the form says that it has one.
			const box = fields.has('hasAutoDeploy') ? { autoDeploy: fields.has('autoDeploy') } : {};
			fields.delete('hasAutoDeploy');
			const input = validateForm(updateServiceInput, fields, { serviceId, ...box });
			const { pending } = await updateService(context, input);
			return { notice: pending ? 'Saved. It holds from the next deployment on.' : 'Saved.' };
		}),
	delete: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submit(request, async (fields) => {
			const { project } = await getService(context, { serviceId });
			await deleteService(context, validateForm(deleteServiceInput, fields, { serviceId }));
			redirect(303, `/projects/${project.id}`);
		})
};
