import type { ChannelInput } from '#lib/schemas/channels.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { channelParts, openSecret, sealSecret } from './channel-parts.ts';
import { heardOf } from './create-channel.ts';
import { findChannel } from './find-channel.ts';

/**
 * Changes a channel; a secret that is left empty stays. What failed before is forgotten.
 * Errors: not_found, invalid_input.
 */
export async function updateChannel(
	ctx: Context,
	{ channelId, channel }: { channelId: string; channel: ChannelInput }
): Promise<void> {
	const before = await findChannel(ctx, { channelId });
	const { kind, name, isPaused } = channel;
	if (kind !== before.kind) {
		throw new AppError('invalid_input', 422, 'A channel keeps its kind: add another one.', {
			field: 'kind'
		});
	}
	const { settings, secret } = channelParts(channel, openSecret(ctx.vault, before.secretCipher));
	const { projectId } = before;
	await ctx.db.$transaction(async (tx) => {
		await tx.channel.update({
			where: { id: channelId },
			data: {
				...{ name, isPaused, settings, lastError: null, lastErrorAt: null },
				occasions: heardOf(channel, projectId),
				secretCipher: sealSecret(ctx.vault, secret)
			}
		});
		await recordAudit(tx, ctx, {
			action: 'channel.changed',
			subject: channelId,
			...(projectId !== null && { projectId }),
			detail: { name, kind }
		});
	});
}
