import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { hostileMessage as message } from '../testing.ts';
import { discordBody, discordOutcome } from './discord.ts';
import { mailWords } from './email.ts';
import { slackBody, slackOutcome } from './slack.ts';
import { telegramBody, telegramOutcome, telegramUrl } from './telegram.ts';
import { webhookOutcome, webhookPost } from './webhook.ts';

const answer = (status: number, text = '', retryAfterMs?: number) => ({
	status,
	text,
	retryAfterMs
});

test('Discord gets an embed in which nobody is mentioned and nothing is mark-up', () => {
	expect(discordBody(message)).toEqual({
		username: 'Gantry',
		allowed_mentions: { parse: [] },
		embeds: [
			{
				title: 'shop: deployment \\#12 failed',
				url: 'https://gantry.example.com/deployments/d1',
				description: 'The build ended with exit code 1.',
				color: 0xc53030,
				fields: [
					{ name: 'Branch', value: 'main', inline: true },
					{
						name: 'Commit',
						value: '4f1c2a9 \\<!channel\\> \\@everyone \\[x\\]\\(http://evil.test\\) \\<b\\>&',
						inline: false
					}
				],
				timestamp: '2026-11-21T12:00:00.000Z'
			}
		]
	});
});

test('Slack gets blocks and a plain text, with its three characters escaped', () => {
	expect(slackBody(message)).toEqual({
		text: '❌ shop: deployment #12 failed\nThe build ended with exit code 1.\n<https://gantry.example.com/deployments/d1|Open deployment #12>',
		blocks: [
			{
				type: 'header',
				text: { type: 'plain_text', text: '❌ shop: deployment #12 failed', emoji: true }
			},
			{
				type: 'section',
				text: { type: 'mrkdwn', text: 'The build ended with exit code 1.' }
			},
			{
				type: 'section',
				fields: [
					{ type: 'mrkdwn', text: '*Branch*\nmain' },
					{
						type: 'mrkdwn',
						text: '*Commit*\n4f1c2a9 &lt;!channel&gt; @everyone [x](http://evil.test) &lt;b&gt;&amp;'
					}
				]
			},
			{
				type: 'section',
				text: {
					type: 'mrkdwn',
					text: '<https://gantry.example.com/deployments/d1|Open deployment #12>'
				}
			}
		]
	});
});

test('Telegram gets HTML for its chat and topic', () => {
	expect(telegramBody(message, { chat: '-100123', thread: '7' })).toEqual({
		chat_id: '-100123',
		message_thread_id: 7,
		text: [
			'❌ <b>shop: deployment #12 failed</b>',
			'The build ended with exit code 1.',
			'Branch: main',
			'Commit: 4f1c2a9 &lt;!channel&gt; @everyone [x](http://evil.test) &lt;b&gt;&amp;',
			'<a href="https://gantry.example.com/deployments/d1">Open deployment #12</a>'
		].join('\n'),
		parse_mode: 'HTML',
		link_preview_options: { is_disabled: true }
	});
	expect(telegramUrl('', '1:a')).toBe('https://api.telegram.org/bot1:a/sendMessage');
	expect(telegramUrl('https://bots.example.com/', '1:a')).toBe(
		'https://bots.example.com/bot1:a/sendMessage'
	);
});

test('a webhook is signed as standardwebhooks.com says', () => {
	const now = new Date('2026-11-21T12:00:05Z');
	const key = Buffer.from('a key of 24 bytes or more');
	const signing = `whsec_${key.toString('base64')}`;
	const { headers, body } = webhookPost(message, { url: 'https://x.test/', signing, now });
	const signed = createHmac('sha256', key).update(`n1.1795262405.${body}`).digest('base64');
	expect(headers).toEqual({
		'webhook-id': 'n1',
		'webhook-timestamp': '1795262405',
		'webhook-signature': `v1,${signed}`
	});
	expect(JSON.parse(body)).toMatchObject({
		type: 'deployment-failed',
		timestamp: '2026-11-21T12:00:00.000Z',
		data: { title: message.title, url: message.link.url, service: { id: 's1', name: 'shop' } }
	});
});

test('an e-mail says the same as text and as HTML, without anybody’s mark-up', () => {
	const { subject, text, html } = mailWords({ ...message, title: 'one\r\nBcc: x@evil.test' });
	expect(subject).toBe('[Gantry] one Bcc: x@evil.test');
	expect(text).toContain('Branch: main\nCommit: 4f1c2a9 <!channel>');
	expect(html).toContain('&lt;b&gt;&amp;');
	expect(html).not.toContain('<b>');
});

test('what trying again can not mend is final, a pause is as long as was asked for', () => {
	expect(discordOutcome(answer(204))).toMatchObject({ ok: true });
	expect(discordOutcome(answer(404))).toMatchObject({ ok: false, isFinal: true });
	expect(discordOutcome(answer(429, '', 3000))).toMatchObject({ isFinal: false, afterMs: 3000 });
	expect(slackOutcome(answer(410))).toMatchObject({ isFinal: true });
	expect(slackOutcome(answer(503))).toMatchObject({ isFinal: false });
	const pause = '{"ok":false,"description":"Too Many","parameters":{"retry_after":9}}';
	expect(telegramOutcome(answer(429, pause))).toMatchObject({ isFinal: false, afterMs: 9000 });
	const noChat = '{"ok":false,"description":"Bad Request: chat not found"}';
	expect(telegramOutcome(answer(400, noChat))).toMatchObject({
		isFinal: true,
		why: expect.stringContaining('chat not found')
	});
	expect(webhookOutcome(answer(302))).toMatchObject({ isFinal: true });
	expect(webhookOutcome(answer(500, 'a secret of the inside'))).toEqual({
		ok: false,
		isFinal: false,
		why: 'It answered 500.'
	});
});
