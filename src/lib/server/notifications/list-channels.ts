import type { ChannelKind } from '#lib/rules/channel-kinds.ts';
import type { OccasionKind } from '#lib/rules/occasions.ts';
import { occasionKinds } from '#lib/rules/occasions.ts';
import type { Channel } from '#prisma/client/client.ts';
import type { Context } from '../context.ts';
import { emailSettings, telegramSettings, urlSettings } from './channel-parts.ts';
import { authoriseChannels, findChannel } from './find-channel.ts';

export interface ChannelView {
	id: string;
	projectId: string | null;
	kind: ChannelKind;
	name: string;
	/** Where it leads, for people: recipients, a chat, a host. */
	target: string;
	occasions: OccasionKind[];
	isPaused: boolean;
	lastSentAt: Date | null;
	/** Why the latest did not arrive; null: it did, or there was none. */
	problem: { words: string; at: Date } | null;
	/** What its form shows; no secret. */
	settings: Record<string, string>;
}

const most = 100;

/** Channels of a project, or of the installation (null), oldest first. Errors: not_found, not_allowed. */
export async function listChannels(
	ctx: Context,
	{ projectId }: { projectId: string | null }
): Promise<ChannelView[]> {
	await authoriseChannels(ctx, projectId);
	const rows = await ctx.db.channel.findMany({
		where: { projectId },
		orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
		take: most
	});
	return rows.map(toView);
}

/** One channel, as its form shows it. Errors: not_found. */
export async function getChannel(
	ctx: Context,
	{ channelId }: { channelId: string }
): Promise<ChannelView> {
	return toView(await findChannel(ctx, { channelId }));
}

function toView(row: Channel): ChannelView {
	const { id, projectId, kind, name, isPaused, lastSentAt, lastError, lastErrorAt } = row;
	return {
		...{ id, projectId, kind, name, isPaused, lastSentAt },
		...leadsTo(row),
		occasions: occasionKinds.filter((one) => row.occasions.includes(one)),
		problem: lastError !== null && lastErrorAt ? { words: lastError, at: lastErrorAt } : null
	};
}

function leadsTo({ kind, settings }: Channel): Pick<ChannelView, 'target' | 'settings'> {
	switch (kind) {
		case 'email': {
			const { to, port, ...rest } = emailSettings.parse(settings);
			const list = to.join(', ');
			return { target: list, settings: { ...rest, to: list, port: String(port) } };
		}
		case 'telegram': {
			const shown = telegramSettings.parse(settings);
			return { target: `chat ${shown.chat}`, settings: shown };
		}
		default: {
			const { host } = urlSettings.parse(settings);
			return { target: host, settings: { host } };
		}
	}
}
