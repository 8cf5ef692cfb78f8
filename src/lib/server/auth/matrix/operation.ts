import type { Context } from '../../context.ts';

/** Something of each kind. */
export interface Ids {
	projectId: string;
	serviceId: string;
	deploymentId: string;
	releaseId: string;
	domainId: string;
	volumeId: string;
	processId: string;
	tokenId: string;
	channelId: string;
	deliveryId: string;
	appName: string;
}

interface Operation {
	run: (ctx: Context, ids: Ids) => Promise<unknown>;
	/** Not even an admin reaches it for others. */
	ownOnly?: boolean;
}

/** By the name of the function. */
export type Operations = Record<string, Operation>;
