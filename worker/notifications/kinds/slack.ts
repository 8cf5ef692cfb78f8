import { shorten, type Message } from '../message.ts';
import { notNow, refused, told, type Outcome } from '../outcome.ts';
import type { Answer } from '../post.ts';

const signs = { good: '✅', warn: '⚠️', bad: '❌', plain: '🔔' };

/** Slack's limits: a header of 150 characters, a section of 3000, ten fields of 2000. */
export function slackBody(message: Message): object {
	const { title, text, facts, link, tone } = message;
	const heading = `${signs[tone]} ${title}`;
	return {
		// For notifications on the lock screen, and for what speaks Slack's form but knows no blocks.
		text: `${escaped(heading)}${text === '' ? '' : `\n${escaped(shorten(text, 2000))}`}\n<${link.url}|${escaped(link.title)}>`,
		blocks: [
			{ type: 'header', text: { type: 'plain_text', text: shorten(heading, 150), emoji: true } },
			...(text === '' ? [] : [section(escaped(shorten(text, 2000)))]),
			...(facts.length === 0
				? []
				: [
						{
							type: 'section',
							fields: facts.slice(0, 10).map(({ name, value }) => ({
								type: 'mrkdwn',
								text: `*${escaped(name)}*\n${escaped(shorten(value, 500))}`
							}))
						}
					]),
			section(`<${link.url}|${escaped(link.title)}>`)
		]
	};
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

/** The three characters that mean something to Slack; without them nobody is called and nothing is a link. */
const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function slackOutcome({ status, retryAfterMs }: Answer): Outcome {
	if (status >= 200 && status < 300) return told('Slack took it.');
	if (status === 429) return notNow('Slack asks for a pause (429).', retryAfterMs);
	if (status === 403 || status === 404 || status === 410) {
		return refused(
			`Slack knows no such webhook (${status}). Its app or channel was removed, or the URL is not whole: make it anew.`
		);
	}
	if (status >= 500) return notNow(`Slack has trouble of its own (${status}).`);
	return refused(`Slack refused it (${status}).`);
}
