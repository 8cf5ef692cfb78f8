import { redirect } from '@sveltejs/kit';
import { dependency } from '#lib/rules/live-names.ts';
import { submit } from '#lib/server/forms.ts';
import { readChannel, testAction } from '#lib/server/notifications/channel-actions.ts';
import { getChannel } from '#lib/server/notifications/list-channels.ts';
import { removeChannel } from '#lib/server/notifications/remove-channel.ts';
import { updateChannel } from '#lib/server/notifications/update-channel.ts';
import type { Actions, PageServerLoad } from './$types';

const homeOf = (projectId: string | null) =>
	projectId === null ? '/settings/notifications' : `/projects/${projectId}/notifications`;

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	const channel = await getChannel(context, { channelId: params.channel });
	const { projectId } = channel;
	depends(dependency(projectId === null ? 'installation' : `project:${projectId}`));
	return { channel, home: homeOf(projectId) };
};

export const actions: Actions = {
	save: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			await updateChannel(context, { channelId: params.channel, channel: readChannel(fields) });
			return { notice: 'Saved. Send a test to see that it arrives.' };
		}),
	test: ({ locals: { context }, request }) => testAction({ context, request }),
	remove: ({ locals: { context }, params, request }) =>
		submit(request, async () => {
			const channelId = params.channel;
			const { projectId } = await getChannel(context, { channelId });
			await removeChannel(context, { channelId });
			redirect(303, homeOf(projectId));
		})
};
