import { createChannel } from '../../notifications/create-channel.ts';
import { findChannel } from '../../notifications/find-channel.ts';
import { getChannel, listChannels } from '../../notifications/list-channels.ts';
import { removeChannel } from '../../notifications/remove-channel.ts';
import { testChannel } from '../../notifications/test-channel.ts';
import { updateChannel } from '../../notifications/update-channel.ts';
import type { Operations } from './operation.ts';

const channel = {
	kind: 'slack' as const,
	name: 'team',
	url: 'https://hooks.example.com/x',
	occasions: ['deployment-failed' as const],
	isPaused: false
};

export const channelOperations: Operations = {
	createChannel: { run: (ctx, { projectId }) => createChannel(ctx, { projectId, channel }) },
	findChannel: {
		// Only ever a step of others: what it finds goes nowhere.
		run: async (ctx, { channelId }) => {
			await findChannel(ctx, { channelId });
		}
	},
	getChannel: { run: getChannel },
	listChannels: { run: (ctx, { projectId }) => listChannels(ctx, { projectId }) },
	removeChannel: { run: removeChannel },
	testChannel: { run: testChannel },
	updateChannel: { run: (ctx, { channelId }) => updateChannel(ctx, { channelId, channel }) }
};
