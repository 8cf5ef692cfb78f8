import { dependency } from '#lib/rules/live-names.ts';
import { loadHistory, revealAction, undoAction } from '#lib/server/variables/history-actions.ts';
import type { Actions, PageServerLoad } from './$types';

const holderOf = ({ project: projectId }: { project: string }) => ({ projectId });

export const load: PageServerLoad = ({ locals: { context }, params, url, depends }) => {
	depends(dependency(`project:${params.project}`));
	return loadHistory({ context, url }, holderOf(params));
};

export const actions: Actions = {
	undo: ({ locals: { context }, params, request }) =>
		undoAction({ context, request }, holderOf(params)),
	reveal: ({ locals: { context }, params, request }) =>
		revealAction({ context, request }, holderOf(params))
};
