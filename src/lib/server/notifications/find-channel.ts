import type { Channel } from '#prisma/client/client.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';
import { findProject } from '../projects/find-project.ts';

/** May the actor change channels of this project, or of the installation (null)? Errors: not_found, not_allowed. */
export async function authoriseChannels(ctx: Context, projectId: string | null): Promise<void> {
	if (projectId === null) authorise(ctx, 'installation:change');
	else await findProject(ctx, { projectId, permission: 'projects:change' });
}

/** A channel within what the actor may see; those of the installation are for admins. Errors: not_found. */
export async function findChannel(
	ctx: Context,
	{ channelId }: { channelId: string }
): Promise<Channel> {
	const project = authorise(ctx, 'projects:change');
	const channel = isId(channelId)
		? await ctx.db.channel.findFirst({
				where: {
					id: channelId,
					OR: [{ project }, ...(ctx.actor.role === 'admin' ? [{ projectId: null }] : [])]
				}
			})
		: null;
	if (!channel) throw notFound('channel');
	return channel;
}
