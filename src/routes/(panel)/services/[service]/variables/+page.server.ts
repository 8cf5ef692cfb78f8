import { redirect } from '@sveltejs/kit';
import { dependency } from '#lib/rules/live-names.ts';
import { requestDeploymentInput } from '#lib/schemas/deployments.ts';
import { importDotenvInput, saveVariablesInput } from '#lib/schemas/variables.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { submit } from '#lib/server/forms.ts';
import { getService } from '#lib/server/services/get-service.ts';
import { editVariables } from '#lib/server/variables/edit-variables.ts';
import { importDotenv } from '#lib/server/variables/import-dotenv.ts';
import { listVariables } from '#lib/server/variables/list-variables.ts';
import { resolveConflict } from '#lib/server/variables/resolve-conflict.ts';
import { savedWords } from '#lib/server/variables/saved-words.ts';
import { saveVariables } from '#lib/server/variables/save-variables.ts';
import { sentChoices } from '#lib/server/variables/sent-choices.ts';
import { sentList } from '#lib/server/variables/sent-list.ts';
import { submitList } from '#lib/server/variables/submit-list.ts';
import { suggestVariables } from '#lib/server/variables/suggest-variables.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	return { editor: await editVariables(context, { holder: { serviceId: params.service } }) };
};

export const actions: Actions = {
	save: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submitList(request, async (fields) => {
			const stored = await listVariables(context, { serviceId });
			const variables = sentList(fields, stored);
			const version = fields.get('version') ?? undefined;
			const saved = await saveVariables(
				context,
				saveVariablesInput.parse({ serviceId, variables, version })
			);
			if (fields.get('then') !== 'deploy') return { notice: savedWords(saved) };
			const { live, pending } = await getService(context, { serviceId });
			const reuseImage = live && !pending?.needsBuild ? { reuseImage: 'live' } : {};
			const formKey = fields.get('formKey');
			const input = requestDeploymentInput.parse({ serviceId, formKey, ...reuseImage });
			const { deploymentId } = await requestDeployment(context, input);
			redirect(303, `/deployments/${deploymentId}`);
		}),
	resolve: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submitList(request, async (fields) => {
			const holder = { serviceId };
			const saved = await resolveConflict(context, { holder, ...sentChoices(fields) });
			return { notice: savedWords(saved) };
		}),
	paste: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(importDotenvInput, fields, { serviceId });
			return { notice: savedWords(await importDotenv(context, input)) };
		}),
	suggest: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submit(request, async () => ({ suggested: await suggestVariables(context, { serviceId }) }))
};
