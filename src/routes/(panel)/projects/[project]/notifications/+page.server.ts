import { dependency } from '#lib/rules/live-names.ts';
import { addAction, kindOf, testAction } from '#lib/server/notifications/channel-actions.ts';
import { listChannels } from '#lib/server/notifications/list-channels.ts';
import type { Actions, PageServerLoad } from './$types';

const homeOf = (projectId: string) => `/projects/${projectId}/notifications`;

export const load: PageServerLoad = async ({ locals: { context }, params, url, depends }) => {
	const projectId = params.project;
	depends(dependency(`project:${projectId}`));
	return {
		home: homeOf(projectId),
		kind: kindOf(url),
		channels: await listChannels(context, { projectId })
	};
};

export const actions: Actions = {
	create: ({ locals: { context }, params, request }) =>
		addAction({ context, request, projectId: params.project, home: homeOf(params.project) }),
	test: ({ locals: { context }, request }) => testAction({ context, request })
};
