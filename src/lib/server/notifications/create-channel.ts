import { randomBytes } from 'node:crypto';
import { occasionsOf } from '#lib/rules/occasions.ts';
import type { ChannelInput } from '#lib/schemas/channels.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { AppError } from '../errors.ts';
import { channelParts, sealSecret } from './channel-parts.ts';
import { authoriseChannels } from './find-channel.ts';

const most = 100;

/**
 * Adds a channel to a project, or to the installation (null). A webhook's signing secret is made here and
 * answered this once. Errors: not_found, not_allowed, invalid_input, too_many_channels (409).
 */
export async function createChannel(
	ctx: Context,
	{ projectId, channel }: { projectId: string | null; channel: ChannelInput }
): Promise<{ channelId: string; signing: string | null }> {
	await authoriseChannels(ctx, projectId);
	const { settings, secret } = channelParts(channel);
	const signing =
		channel.kind === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : undefined;
	const channelId = newId();
	const { kind, name, isPaused } = channel;
	await ctx.db.$transaction(async (tx) => {
		if ((await tx.channel.count({ where: { projectId } })) >= most) {
			throw new AppError('too_many_channels', 409, `There are ${most} channels already.`);
		}
		await tx.channel.create({
			data: {
				...{ id: channelId, projectId, kind, name, isPaused, settings },
				occasions: heardOf(channel, projectId),
				secretCipher: sealSecret(ctx.vault, { ...secret, signing })
			}
		});
		await recordAudit(tx, ctx, {
			action: 'channel.created',
			subject: channelId,
			...(projectId !== null && { projectId }),
			detail: { name, kind }
		});
	});
	return { channelId, signing: signing ?? null };
}

/** What is of the whole installation is nothing for a project's channel. */
export function heardOf(channel: ChannelInput, projectId: string | null): string[] {
	const possible = occasionsOf(projectId);
	const chosen = channel.occasions.filter((kind) => possible.includes(kind));
	if (chosen.length > 0) return chosen;
	throw new AppError('invalid_input', 422, 'Choose what to be told of.', { field: 'occasions' });
}
