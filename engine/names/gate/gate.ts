import type { IncomingMessage, ServerResponse } from 'node:http';
import { statePages, strangerPage, tooManyTriesPage } from '../pages/pages.ts';
import { show } from '../pages/show.ts';
import type { Passage } from '../table.ts';
import { decide } from './decide.ts';
import { GuestList } from './sign-in.ts';

interface Asked {
	host: string;
	passage: Passage | null;
}

const secondsOfPatience = 60;

/**
 * Caddy's gate asks with a visitor's own headers and is told 200 and the service that answers, or the page
 * that the visitor reads instead. Never rejects.
 */
export function gate(guestList = new GuestList({ clock: () => performance.now() })) {
	return async (
		request: IncomingMessage,
		response: ServerResponse,
		{ host, passage }: Asked
	): Promise<void> => {
		const { headers } = request;
		const decision = decide(passage, {
			// Caddy sets it, empty where there is none; no visitor can.
			isProof: Boolean(headers['gantry-proof']),
			isSecure: headers['x-forwarded-proto'] === 'https'
		});
		if ('page' in decision) return show(request, response, decision.page, { host });
		const { service, guests } = decision;
		const passes = { 'gantry-service': service, 'gantry-guest': guests === null ? '' : 'yes' };
		if (guests === null) return void response.writeHead(200, passes).end();
		const { authorization = '' } = headers;
		const address = String(headers['x-forwarded-for'] ?? '');
		const verdict = await guestList
			.check({ service, guests, authorization, address })
			.catch(() => 'later' as const);
		if (verdict === 'in') response.writeHead(200, passes).end();
		else if (verdict === 'later') {
			const later = { 'retry-after': String(secondsOfPatience) };
			show(request, response, tooManyTriesPage, { host, headers: later });
		} else show(request, response, strangerPage, { host, headers: challenge(passage) });
	};
}

/** Browsers keep what was typed for all that says the same of itself. */
function challenge(passage: Passage | null) {
	const realm = passage?.answer.claim ?? statePages.unknown.title;
	return { 'www-authenticate': `Basic realm="${realm}", charset="UTF-8"` };
}
