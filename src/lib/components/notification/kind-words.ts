import type { ChannelKind } from '#lib/rules/channel-kinds.ts';

/** What each kind is called, and what one needs for it. */
export const kindWords: Record<ChannelKind, { title: string; about: string }> = {
	email: { title: 'E-mail', about: 'Through a mail server of yours (SMTP).' },
	discord: { title: 'Discord', about: 'A webhook of a channel: its settings, Integrations.' },
	slack: { title: 'Slack', about: 'An incoming webhook; Mattermost takes the same.' },
	telegram: { title: 'Telegram', about: 'A bot, and the chat that it writes to.' },
	webhook: { title: 'Webhook', about: 'Signed JSON to a program of yours.' }
};
