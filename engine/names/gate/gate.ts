import type { IncomingMessage, ServerResponse } from 'node:http';
import { strangerPage, tooManyTriesPage } from '../pages/pages.ts';
import type { Id } from '../../spec.ts';
import { show } from '../pages/show.ts';
import type { Passage } from '../table.ts';
import { decide } from './decide.ts';
import { GuestList } from './sign-in.ts';

interface GateSources {
	/** See NameTable. */
	passage: (host: string, path: string | null) => Passage | null;
	guestList?: GuestList;
}

const secondsOfPatience = 60;

/**
 * Caddy's gate asks with a visitor's own headers and is told 200 and the service that answers, or the page
 * that the visitor reads instead. Never rejects.
 */
export function gate({ passage, guestList = newGuestList() }: GateSources) {
	return async (
		request: IncomingMessage,
		response: ServerResponse,
		host: string
	): Promise<void> => {
		const { headers } = request;
		// Caddy sets it, empty where there is none; no visitor can. A deployment proves the host's owner.
		const isProof = Boolean(headers['gantry-proof']);
		const decision = decide(passage(host, isProof ? null : (request.url ?? '/')), {
			isProof,
			isSecure: headers['x-forwarded-proto'] === 'https'
		});
		if ('page' in decision) return show(request, response, decision.page, { host });
		const { service, strip, guests } = decision;
		const passes = {
			'gantry-service': service,
			'gantry-strip': strip ?? '',
			'gantry-guest': guests === null ? '' : 'yes'
		};
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
		} else show(request, response, strangerPage, { host, headers: challenge(service) });
	};
}

const newGuestList = () => new GuestList({ clock: () => performance.now() });

/** Browsers send what was typed to all that says the same of itself: one service, whichever part of a host. */
const challenge = (service: Id) => ({
	'www-authenticate': `Basic realm="${service}", charset="UTF-8"`
});
