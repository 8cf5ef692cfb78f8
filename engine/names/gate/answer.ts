import type { IncomingMessage, ServerResponse } from 'node:http';
import { show } from '../pages/show.ts';
import type { Passage } from '../table.ts';
import { decide } from './decide.ts';

interface Asked {
	host: string;
	passage: Passage | null;
}

/**
 * Caddy's gate asks with a visitor's own headers: 200 and the service that answers, or the page that the visitor
 * reads instead.
 */
export function answerAtGate(
	request: IncomingMessage,
	response: ServerResponse,
	{ host, passage }: Asked
): void {
	// Caddy sets it, empty where there is none; no visitor can.
	const isProof = Boolean(request.headers['gantry-proof']);
	const decision = decide(passage, { isProof });
	if ('page' in decision) return show(request, response, decision.page, host);
	response.writeHead(200, { 'gantry-service': decision.service }).end();
}
