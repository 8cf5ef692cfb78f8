import { shorten, type Message } from '../message.ts';
import { notNow, refused, told, type Outcome } from '../outcome.ts';
import type { Answer } from '../post.ts';

const colours = { good: 0x2e7d4f, warn: 0xb7791f, bad: 0xc53030, plain: 0x5b6472 };

/** Discord's limits: title 256 characters, description 4096, 25 fields of 256 and 1024. */
export function discordBody(message: Message): object {
	const { title, text, facts, link, tone, at } = message;
	return {
		username: 'Gantry',
		// Names and commit messages never call anybody.
		allowed_mentions: { parse: [] },
		embeds: [
			{
				title: shorten(plain(title), 256),
				url: link.url,
				...(text !== '' && { description: shorten(plain(text), 2000) }),
				color: colours[tone],
				fields: facts.slice(0, 25).map(({ name, value }) => ({
					name: shorten(name, 256),
					value: shorten(plain(value), 1024),
					inline: value.length < 40
				})),
				timestamp: at.toISOString()
			}
		]
	};
}

/** No mark-up of Discord's in what others wrote. */
const plain = (text: string) => text.replace(/[\\*_~`|>[\]()#@<]/g, '\\$&');

export function discordOutcome({ status, retryAfterMs }: Answer): Outcome {
	if (status >= 200 && status < 300) return told('Discord took it.');
	if (status === 429) return notNow('Discord asks for a pause (429).', retryAfterMs);
	if (status === 401 || status === 404) {
		return refused(
			`Discord knows no such webhook (${status}). It was deleted there, or the URL is not whole: copy it again.`
		);
	}
	if (status >= 500) return notNow(`Discord has trouble of its own (${status}).`);
	return refused(`Discord refused it (${status}).`);
}
