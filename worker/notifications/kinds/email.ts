import type { z } from 'zod';
import type { emailSettings } from '#lib/server/notifications/channel-parts.ts';
import { allowedAddress, type Reach } from '../allowed-address.ts';
import { escaped } from '../escaped.ts';
import { shorten, type Message } from '../message.ts';
import { notNow, refused, told, type Outcome } from '../outcome.ts';

type Settings = z.infer<typeof emailSettings>;

const patienceMs = 10_000;

/** Subject, text and HTML of the same words. Pure. */
export function mailWords(message: Message): { subject: string; text: string; html: string } {
	const { title, text, facts, link } = message;
	const rows = facts.map(({ name, value }) => `${name}: ${value}`);
	const cells = facts.map(
		({ name, value }) =>
			`<tr><td style="padding:2px 16px 2px 0;color:#5b6472">${escaped(name)}</td><td>${escaped(value)}</td></tr>`
	);
	return {
		// A line break in a subject would begin another header.
		subject: shorten(`[Gantry] ${title.replace(/\s+/g, ' ')}`, 200),
		text: [title, text, rows.join('\n'), `${link.title}: ${link.url}`].filter(Boolean).join('\n\n'),
		html: [
			'<div style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5">',
			`<p style="font-size:17px;font-weight:600">${escaped(title)}</p>`,
			text === '' ? '' : `<p>${escaped(text)}</p>`,
			cells.length === 0 ? '' : `<table cellspacing="0">${cells.join('')}</table>`,
			`<p><a href="${escaped(link.url)}">${escaped(link.title)}</a></p>`,
			'</div>'
		].join('')
	};
}

interface Sending {
	settings: Settings;
	password: string | undefined;
	reach: Reach;
	signal: AbortSignal;
}

/** Sends it over SMTP. Errors: host_unknown, host_private, those of the connection. */
export async function sendEmail(
	message: Message,
	{ settings, password, reach, signal }: Sending
): Promise<Outcome> {
	const { host, port, security, user, from, to } = settings;
	const address = await allowedAddress(host, reach);
	// Seldom needed, and large.
	const { createTransport } = await import('nodemailer');
	const transport = createTransport({
		host: address,
		port,
		// The certificate is compared with the name, though the connection goes to the checked address.
		tls: { servername: host },
		secure: security === 'tls',
		requireTLS: security === 'starttls',
		ignoreTLS: security === 'none',
		...(user !== '' && { auth: { user, pass: password ?? '' } }),
		connectionTimeout: patienceMs,
		greetingTimeout: patienceMs,
		socketTimeout: patienceMs,
		disableFileAccess: true,
		disableUrlAccess: true
	});
	const end = () => transport.close();
	signal.addEventListener('abort', end);
	try {
		await transport.sendMail({
			...mailWords(message),
			from: { name: 'Gantry', address: from },
			to,
			date: message.at,
			messageId: `<${message.id}@${host}>`,
			headers: { 'Auto-Submitted': 'auto-generated' }
		});
		return told(`${host} took it.`);
	} catch (error) {
		signal.throwIfAborted();
		const outcome = smtpOutcome(error, host);
		if (!outcome) throw error;
		return outcome;
	} finally {
		signal.removeEventListener('abort', end);
		transport.close();
	}
}

/** By the server's own reply code and the stage; null: it is no answer of a mail server. */
function smtpOutcome(error: unknown, host: string): Outcome | null {
	const { code, responseCode } = Object(error) as { code?: string; responseCode?: number };
	const reply = responseCode === undefined ? '' : ` (${responseCode})`;
	if (code === 'EAUTH') {
		return refused(`${host} does not take the user name and password${reply}.`);
	}
	if (code === 'ETLS') return refused(`${host} offers no STARTTLS on this port.`);
	if (code === 'EENVELOPE') {
		const words = `${host} does not take this sender or a recipient${reply}.`;
		return isForGood(responseCode) ? refused(words) : notNow(words);
	}
	if (responseCode !== undefined) {
		const words = `${host} did not take the message${reply}.`;
		return isForGood(responseCode) ? refused(words) : notNow(words);
	}
	return null;
}

const isForGood = (reply: number | undefined) => reply !== undefined && reply >= 500;
