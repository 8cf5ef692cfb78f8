import { createHmac } from 'node:crypto';
import type { Message } from '../message.ts';
import { notNow, refused, told, type Outcome } from '../outcome.ts';
import type { Answer, Post } from '../post.ts';

/**
 * A POST as standardwebhooks.com describes it: `webhook-id` (the same at every attempt), `webhook-timestamp`
 * (seconds), `webhook-signature` ("v1," and base64 of HMAC-SHA256 over "id.timestamp.body"). The key is what
 * follows "whsec_", from base64.
 */
export function webhookPost(
	message: Message,
	{ url, signing, now }: { url: string; signing: string; now: Date }
): Post {
	const { id, event, tone, title, text, facts, link, at, about } = message;
	const body = JSON.stringify({
		type: event,
		timestamp: at.toISOString(),
		data: { title, text, tone, facts, url: link.url, ...about }
	});
	const timestamp = String(Math.floor(now.getTime() / 1000));
	const key = Buffer.from(signing.replace(/^whsec_/, ''), 'base64');
	const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
	return {
		url,
		headers: {
			'webhook-id': id,
			'webhook-timestamp': timestamp,
			'webhook-signature': `v1,${signature}`
		},
		body
	};
}

/** What it answers is not shown: whoever names a URL shall not read what it says. */
export function webhookOutcome({ status, retryAfterMs }: Answer): Outcome {
	if (status >= 200 && status < 300) return told(`It answered ${status}.`);
	if (status >= 300 && status < 400) {
		return refused(
			`It answered with a redirect (${status}), which is not followed. Give the address it leads to.`
		);
	}
	if (status === 408 || status === 429 || status >= 500) {
		return notNow(`It answered ${status}.`, retryAfterMs);
	}
	return refused(`It answered ${status}: it does not take this.`);
}
