import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gate } from '../gate/gate.ts';
import type { ReachProofs } from '../reach.ts';
import type { Answer, Passage } from '../table.ts';
import { failedPage, statePages } from './pages.ts';
import { show } from './show.ts';

/** Caddy passes on what visitors may send, and asks its own questions beside it. */
const largestHeaders = 256 * 1024;

interface PageSources {
	resolve: (host: string) => Answer;
	passage: (host: string, path: string | null) => Passage | null;
	proofs: ReachProofs;
	httpsPort: number;
}

/**
 * Answers for every host that has no app to show, sends HTTP to HTTPS where there is a certificate, and
 * hosts that redirect to where they do, with path and query. To Caddy's gate it says which requests pass.
 */
export function pagesServer({ resolve, passage, proofs, httpsPort }: PageSources): Server {
	const answerAtGate = gate({ passage });
	const server = createServer({ maxHeaderSize: largestHeaders }, (request, response) => {
		const host = hostOf(request);
		if (request.headers['gantry-gate']) {
			return void answerAtGate(request, response, host);
		}
		if (request.headers['gantry-page'] === 'reach') return answerReach(request, response, proofs);
		const answer = resolve(host);
		if (request.headers['gantry-page'] === 'failed') {
			return show(request, response, failedPage, { host });
		}
		if (answer.redirect !== null) return redirect(request, response, answer.redirect, httpsPort);
		const plain = request.headers['x-forwarded-proto'] !== 'https';
		if (plain && answer.certificate) redirect(request, response, host, httpsPort);
		else show(request, response, statePages[answer.state], { host });
	});
	server.on('clientError', (_error, socket) => socket.destroy());
	return server;
}

function answerReach(request: IncomingMessage, response: ServerResponse, proofs: ReachProofs) {
	const answer = proofs.answerTo(request.url ?? '/');
	if (answer === null)
		return show(request, response, statePages.unknown, { host: hostOf(request) });
	response
		.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
		.end(answer);
}

/** Without the port. What is not a host name stays as it was sent; the page escapes it. */
function hostOf(request: IncomingMessage): string {
	return (request.headers.host ?? '').replace(/:\d*$/, '').toLowerCase().slice(0, 253);
}

function redirect(request: IncomingMessage, response: ServerResponse, host: string, port: number) {
	const origin = port === 443 ? `https://${host}` : `https://${host}:${port}`;
	const path = request.url?.startsWith('/') ? request.url : '/';
	response.writeHead(308, { location: `${origin}${path}`, 'cache-control': 'no-store' }).end();
}
