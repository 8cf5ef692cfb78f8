import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { findChannel } from './find-channel.ts';

/** Nothing is sent there any more, not even what waits. Errors: not_found. */
export async function removeChannel(
	ctx: Context,
	{ channelId }: { channelId: string }
): Promise<void> {
	const { projectId, name, kind } = await findChannel(ctx, { channelId });
	await ctx.db.$transaction(async (tx) => {
		await tx.channel.deleteMany({ where: { id: channelId } });
		await recordAudit(tx, ctx, {
			action: 'channel.removed',
			subject: channelId,
			...(projectId !== null && { projectId }),
			detail: { name, kind }
		});
	});
}
