import { z } from 'zod';
import type { ChannelInput } from '#lib/schemas/channels.ts';
import type { Prisma } from '#prisma/client/client.ts';
import { AppError } from '../errors.ts';
import type { Vault } from '../secrets/vault.ts';

/** What may be shown of where a channel leads. */
export const emailSettings = z.object({
	host: z.string(),
	port: z.number(),
	security: z.enum(['starttls', 'tls', 'none']),
	user: z.string(),
	from: z.string(),
	to: z.array(z.string())
});
export const telegramSettings = z.object({
	chat: z.string(),
	thread: z.string(),
	server: z.string()
});
/** Of a URL the host: the rest of it is what lets one write there. */
export const urlSettings = z.object({ host: z.string() });

/** What is sealed. */
export const channelSecret = z.object({
	password: z.string().optional(),
	token: z.string().optional(),
	url: z.string().optional(),
	/** Signs what a webhook is sent: "whsec_" and base64. */
	signing: z.string().optional()
});
export type ChannelSecret = z.infer<typeof channelSecret>;

export function openSecret(vault: Vault, cipher: string): ChannelSecret {
	return channelSecret.parse(JSON.parse(vault.open(cipher)));
}

export function sealSecret(vault: Vault, secret: ChannelSecret): string {
	return vault.seal(JSON.stringify(secret));
}

/**
 * Sorts what was typed into what is shown and what is sealed; a secret that was left empty stays `before`.
 * Errors: invalid_input when a secret is missing that was never given.
 */
export function channelParts(
	input: ChannelInput,
	before: ChannelSecret = {}
): { settings: Prisma.InputJsonObject; secret: ChannelSecret } {
	switch (input.kind) {
		case 'email': {
			const { host, port, security, user, from, to } = input;
			const password = user === '' ? undefined : (input.password ?? before.password);
			if (user !== '' && password === undefined)
				throw missing('password', 'The password is missing.');
			return { settings: { host, port, security, user, from, to }, secret: { password } };
		}
		case 'telegram': {
			const token = input.token ?? before.token;
			if (token === undefined) throw missing('token', 'The bot token is missing.');
			const { chat, thread, server } = input;
			return { settings: { chat, thread, server }, secret: { token } };
		}
		default: {
			const url = input.url ?? before.url;
			if (url === undefined) throw missing('url', 'The URL is missing.');
			return {
				settings: { host: new URL(url).host },
				secret: { url, signing: before.signing }
			};
		}
	}
}

const missing = (field: string, message: string) =>
	new AppError('invalid_input', 422, message, { field });
