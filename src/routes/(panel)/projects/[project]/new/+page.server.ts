import { redirect } from '@sveltejs/kit';
import { newServiceFields } from '#lib/rules/new-service-fields.ts';
import { createServiceInput } from '#lib/schemas/projects.ts';
import { newId } from '#lib/server/db/id.ts';
import { submit } from '#lib/server/forms.ts';
import { createService } from '#lib/server/services/create-service.ts';
import { describeSource } from '#lib/server/services/describe-source.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, url }) => ({
	source: await describeSource(context, url.searchParams),
	formKey: newId()
});

export const actions: Actions = {
	create: ({ locals: { context }, params: { project: projectId }, request }) =>
		submit(request, async (fields) => {
			const input = createServiceInput.parse({ ...newServiceFields(fields), projectId });
			const { deploymentId } = await createService(context, input);
			redirect(303, `/deployments/${deploymentId}`);
		})
};
