import { dependency } from '#lib/rules/live-names.ts';
import { loadHistory, revealAction, undoAction } from '#lib/server/variables/history-actions.ts';
import type { Actions, PageServerLoad } from './$types';

const holderOf = ({ service: serviceId }: { service: string }) => ({ serviceId });

export const load: PageServerLoad = ({ locals: { context }, params, url, depends }) => {
	depends(dependency(`service:${params.service}`));
	return loadHistory({ context, url }, holderOf(params));
};

export const actions: Actions = {
	undo: ({ locals: { context }, params, request }) =>
		undoAction({ context, request }, holderOf(params)),
	reveal: ({ locals: { context }, params, request }) =>
		revealAction({ context, request }, holderOf(params))
};
