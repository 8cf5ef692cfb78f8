import { dependency } from '#lib/rules/live-names.ts';
import { saveSharedVariablesInput } from '#lib/schemas/variables.ts';
import { editVariables } from '#lib/server/variables/edit-variables.ts';
import { resolveConflict } from '#lib/server/variables/resolve-conflict.ts';
import { savedWords } from '#lib/server/variables/saved-words.ts';
import { saveSharedVariables } from '#lib/server/variables/save-shared-variables.ts';
import { sentChoices } from '#lib/server/variables/sent-choices.ts';
import { sentList } from '#lib/server/variables/sent-list.ts';
import { submitList } from '#lib/server/variables/submit-list.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`project:${params.project}`));
	return { editor: await editVariables(context, { holder: { projectId: params.project } }) };
};

export const actions: Actions = {
	save: ({ locals: { context }, params: { project: projectId }, request }) =>
		submitList(request, async (fields) => {
			const { variables: stored } = await editVariables(context, { holder: { projectId } });
			const variables = sentList(fields, stored);
			const version = fields.get('version') ?? undefined;
			const input = saveSharedVariablesInput.parse({ projectId, variables, version });
			return { notice: savedWords(await saveSharedVariables(context, input)) };
		}),
	resolve: ({ locals: { context }, params: { project: projectId }, request }) =>
		submitList(request, async (fields) => {
			const holder = { projectId };
			const saved = await resolveConflict(context, { holder, ...sentChoices(fields) });
			return { notice: savedWords(saved) };
		})
};
