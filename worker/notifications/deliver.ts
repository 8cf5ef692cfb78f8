import {
	emailSettings,
	openSecret,
	telegramSettings,
	urlSettings
} from '#lib/server/notifications/channel-parts.ts';
import type { Vault } from '#lib/server/secrets/vault.ts';
import type { Channel } from '#prisma/client/client.ts';
import type { Reach } from './allowed-address.ts';
import { discordBody, discordOutcome } from './kinds/discord.ts';
import { sendEmail } from './kinds/email.ts';
import { slackBody, slackOutcome } from './kinds/slack.ts';
import { telegramBody, telegramOutcome, telegramUrl } from './kinds/telegram.ts';
import { webhookOutcome, webhookPost } from './kinds/webhook.ts';
import type { Message } from './message.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { post, type Answer, type Post } from './post.ts';

export interface Delivering {
	vault: Vault;
	reach: Reach;
	signal: AbortSignal;
	now: Date;
}

type Target = Pick<Channel, 'kind' | 'settings' | 'secretCipher'>;

/** Tells one channel, once. What goes wrong on the way is its outcome; only a bug or an abort is thrown. */
export async function deliver(
	message: Message,
	channel: Target,
	given: Delivering
): Promise<Outcome> {
	try {
		return await send(message, channel, given);
	} catch (error) {
		given.signal.throwIfAborted();
		return outcomeOf(error, hostOf(channel));
	}
}

async function send(message: Message, channel: Target, given: Delivering): Promise<Outcome> {
	const { reach, signal, now, vault } = given;
	const { password, token = '', url = '', signing = '' } = openSecret(vault, channel.secretCipher);
	const posted = async (what: Post, judge: (answer: Answer) => Outcome) =>
		judge(await post(what, { reach, signal }));
	switch (channel.kind) {
		case 'email': {
			const settings = emailSettings.parse(channel.settings);
			return sendEmail(message, { settings, password, reach, signal });
		}
		case 'discord':
			return posted({ url, body: JSON.stringify(discordBody(message)) }, discordOutcome);
		case 'slack':
			return posted({ url, body: JSON.stringify(slackBody(message)) }, slackOutcome);
		case 'telegram': {
			const { server, ...chat } = telegramSettings.parse(channel.settings);
			const body = JSON.stringify(telegramBody(message, chat));
			return posted({ url: telegramUrl(server, token), body }, telegramOutcome);
		}
		case 'webhook':
			return posted(webhookPost(message, { url, signing, now }), webhookOutcome);
	}
}

function hostOf({ kind, settings }: Target): string {
	if (kind !== 'telegram') return urlSettings.parse(settings).host;
	const { server } = telegramSettings.parse(settings);
	return server === '' ? 'api.telegram.org' : new URL(server).host;
}
