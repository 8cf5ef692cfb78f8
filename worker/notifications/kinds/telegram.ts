import { z } from 'zod';
import { escaped } from '../escaped.ts';
import { shorten, type Message } from '../message.ts';
import { notNow, refused, told, type Outcome } from '../outcome.ts';
import type { Answer } from '../post.ts';

const signs = { good: '✅', warn: '⚠️', bad: '❌', plain: '🔔' };

export interface TelegramChat {
	chat: string;
	/** Topic of a group; '' is none. */
	thread: string;
}

/** Telegram takes 4096 characters; what is said is far shorter than that after each part was cut. */
export function telegramBody(message: Message, { chat, thread }: TelegramChat): object {
	const { title, text, facts, link, tone } = message;
	const lines = [
		`${signs[tone]} <b>${escaped(shorten(title, 200))}</b>`,
		...(text === '' ? [] : [escaped(shorten(text, 1500))]),
		...facts.map(({ name, value }) => `${escaped(name)}: ${escaped(shorten(value, 200))}`),
		`<a href="${escaped(link.url)}">${escaped(link.title)}</a>`
	];
	return {
		chat_id: chat,
		...(thread !== '' && { message_thread_id: Number(thread) }),
		text: lines.join('\n'),
		parse_mode: 'HTML',
		link_preview_options: { is_disabled: true }
	};
}

export const telegramUrl = (server: string, token: string) =>
	`${(server || 'https://api.telegram.org').replace(/\/+$/, '')}/bot${token}/sendMessage`;

const refusal = z.object({
	description: z.string(),
	parameters: z.object({ retry_after: z.number().optional() }).optional()
});

export function telegramOutcome({ status, text }: Answer): Outcome {
	if (status >= 200 && status < 300) return told('Telegram took it.');
	const said = readRefusal(text);
	const words = said ? `: ${shorten(said.description, 200)}` : '';
	if (status === 429) {
		const seconds = said?.parameters?.retry_after;
		const pause = seconds === undefined ? undefined : seconds * 1000;
		return notNow(`Telegram asks for a pause (429)${words}`, pause);
	}
	if (status === 401 || status === 404) {
		return refused(`Telegram knows no such bot (${status}). Check its token.`);
	}
	if (status === 400 || status === 403) {
		return refused(
			`Telegram refused it (${status})${words}. Check the chat, and that the bot is a member of it.`
		);
	}
	return notNow(`Telegram has trouble of its own (${status}).`);
}

function readRefusal(text: string): z.infer<typeof refusal> | null {
	try {
		return refusal.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}
