import { redirect } from '@sveltejs/kit';
import { dependency } from '#lib/rules/live-names.ts';
import { variableList } from '#lib/rules/variable-list.ts';
import { requestDeploymentInput } from '#lib/schemas/deployments.ts';
import { importDotenvInput, saveVariablesInput } from '#lib/schemas/variables.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { submit } from '#lib/server/forms.ts';
import { getService } from '#lib/server/services/get-service.ts';
import { importDotenv } from '#lib/server/variables/import-dotenv.ts';
import { listVariables } from '#lib/server/variables/list-variables.ts';
import { saveVariables } from '#lib/server/variables/save-variables.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	return { variables: await listVariables(context, { serviceId: params.service }) };
};

const saved = ({ added, changed, removed }: Record<'added' | 'changed' | 'removed', string[]>) => {
	const count = added.length + changed.length + removed.length;
	return count === 0
		? 'Nothing was changed.'
		: `${count} ${count === 1 ? 'variable' : 'variables'} saved.`;
};

export const actions: Actions = {
	save: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submit(request, async (fields) => {
			const stored = await listVariables(context, { serviceId });
			const byKey = new Map(stored.map((variable) => [variable.key, variable]));
			const variables = variableList(fields, {
				keeps({ key, value, isSecret }) {
					const before = byKey.get(key);
					if (before?.value == null) return before !== undefined && isSecret && value === '';
					return before.value.replaceAll('\r\n', '\n') === value;
				}
			});
			const changes = await saveVariables(
				context,
				saveVariablesInput.parse({ serviceId, variables })
			);
			if (fields.get('then') !== 'deploy') return { notice: saved(changes) };
			const { live, pending } = await getService(context, { serviceId });
			const reuseImage = live && !pending?.needsBuild ? { reuseImage: 'live' } : {};
			const formKey = fields.get('formKey');
			const input = requestDeploymentInput.parse({ serviceId, formKey, ...reuseImage });
			const { deploymentId } = await requestDeployment(context, input);
			redirect(303, `/deployments/${deploymentId}`);
		}),
	paste: ({ locals: { context }, params: { service: serviceId }, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(importDotenvInput, fields, { serviceId });
			return { notice: saved(await importDotenv(context, input)) };
		})
};
