import { dependency } from '#lib/rules/live-names.ts';
import { historyQuery, revisionInput } from '#lib/schemas/variables.ts';
import { validate, validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { listRevisions } from '#lib/server/variables/list-revisions.ts';
import { revealRevision } from '#lib/server/variables/reveal-revision.ts';
import { savedWords } from '#lib/server/variables/saved-words.ts';
import { undoRevision } from '#lib/server/variables/undo-revision.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url, depends }) => {
	depends(dependency(`project:${params.project}`));
	const { before } = validate(historyQuery, {
		before: url.searchParams.get('before') ?? undefined
	});
	const holder = { projectId: params.project };
	return { isFirst: before === undefined, ...(await listRevisions(context, { holder, before })) };
};

export const actions: Actions = {
	undo: ({ locals: { context }, params: { project: projectId }, request }) =>
		submit(request, async (fields) => {
			const { version } = validateForm(revisionInput, fields);
			const saved = await undoRevision(context, { holder: { projectId }, version });
			return { notice: savedWords(saved) };
		}),
	reveal: ({ locals: { context }, params: { project: projectId }, request }) =>
		submit(request, async (fields) => {
			const { version } = validateForm(revisionInput, fields);
			const holder = { projectId };
			const changes = await revealRevision(context, { holder, version });
			return { revealed: { version, changes } };
		})
};
