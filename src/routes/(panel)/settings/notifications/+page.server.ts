import { dependency } from '#lib/rules/live-names.ts';
import { addAction, kindOf, testAction } from '#lib/server/notifications/channel-actions.ts';
import { listChannels } from '#lib/server/notifications/list-channels.ts';
import type { Actions, PageServerLoad } from './$types';

const home = '/settings/notifications';

export const load: PageServerLoad = async ({ locals: { context }, url, depends }) => {
	depends(dependency('installation'));
	return {
		home,
		kind: kindOf(url),
		channels: await listChannels(context, { projectId: null })
	};
};

export const actions: Actions = {
	create: ({ locals: { context }, request }) =>
		addAction({ context, request, projectId: null, home }),
	test: ({ locals: { context }, request }) => testAction({ context, request })
};
