import { z } from 'zod';
import type { ChannelKind } from '#lib/rules/channel-kinds.ts';
import { occasionKinds } from '#lib/rules/occasions.ts';
import { invisibleCharacter } from '#lib/rules/project-name.ts';
import { flag, id, text, wholeNumber } from './fields.ts';

const name = text('Name is required.')
	.min(1, 'Name is required.')
	.max(63, 'Name is at most 63 characters.')
	.refine((value) => invisibleCharacter(value) === null, 'Name contains an invisible character.');

const chosen = z
	.array(z.enum(occasionKinds as [(typeof occasionKinds)[number]]), {
		error: 'Choose what to be told of.'
	})
	.min(1, 'Choose what to be told of.')
	.transform((kinds) => [...new Set(kinds)]);

/** Which addresses may be reached is decided when it is sent: a name can lead elsewhere by then. */
const webAddress = z
	.string({ error: 'The URL is missing.' })
	.trim()
	.max(2048, 'The URL is at most 2048 characters.')
	.refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), {
		error: 'A URL that begins with https:// is needed.'
	})
	.refine((value) => !new URL(value).username && !new URL(value).password, {
		error: 'A URL with a user name or password in it is not taken.'
	});

const mailbox = (missing: string) =>
	z
		.string({ error: missing })
		.trim()
		.pipe(z.email({ error: missing }).max(254, missing));

/** Empty: what is stored stays. */
const kept = <Rule extends z.ZodType<string>>(rule: Rule) =>
	z.union([z.literal('').transform(() => undefined), rule]).optional();

const hostName = z
	.string({ error: 'The mail server is missing.' })
	.trim()
	.toLowerCase()
	.max(253)
	.regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'A host name such as smtp.example.com is needed.');

const shared = { name, occasions: chosen, isPaused: flag.default(false) };

const email = z.strictObject({
	...shared,
	kind: z.literal('email'),
	host: hostName,
	port: wholeNumber(1, 65_535, 'The port is a whole number from 1 to 65535.').default(587),
	/** starttls: a plain connection that must become a secret one; tls: secret from its first byte. */
	security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
	user: z.string().trim().max(254, 'The user name is at most 254 characters.').default(''),
	password: kept(z.string().max(1024, 'The password is at most 1024 characters.')),
	from: mailbox('A sender such as gantry@example.com is needed.'),
	to: z
		.string({ error: 'A recipient is needed.' })
		.transform((list) => list.split(/[\s,;]+/).filter(Boolean))
		.pipe(
			z
				.array(mailbox('A recipient is no e-mail address.'))
				.min(1, 'A recipient is needed.')
				.max(20, 'At most 20 recipients.')
		)
});

const telegram = z.strictObject({
	...shared,
	kind: z.literal('telegram'),
	token: kept(
		z
			.string()
			.trim()
			.regex(/^\d{3,20}:[\w-]{20,100}$/, 'A bot token looks like 123456:ABC-DEF…')
	),
	chat: z
		.string({ error: 'The chat is missing.' })
		.trim()
		.regex(/^(-?\d{1,20}|@\w{4,64})$/, 'A chat is a number, or @name of a channel.'),
	/** A topic of a group. */
	thread: z
		.union([
			z.literal(''),
			z
				.string()
				.trim()
				.regex(/^\d{1,20}$/, 'A topic is a number.')
		])
		.default(''),
	/** Another Bot API server than Telegram's own. */
	server: z.union([z.literal(''), webAddress]).default('')
});

const byUrl = <Kind extends ChannelKind>(kind: Kind) =>
	z.strictObject({ ...shared, kind: z.literal(kind), url: kept(webAddress) });

/** A channel as a person describes it. A secret that is left out or empty stays as it is. */
export const channelInput = z.discriminatedUnion('kind', [
	email,
	byUrl('discord'),
	byUrl('slack'),
	telegram,
	byUrl('webhook')
]);
export type ChannelInput = z.infer<typeof channelInput>;

export const channelIdInput = z.strictObject({ channelId: id });
