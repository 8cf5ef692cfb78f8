import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer } from '../table.ts';
import { renderPage, type Page } from './page.ts';

const starting: Page = {
	status: 503,
	title: 'Being deployed',
	text: 'This site is being deployed. The page looks again by itself.',
	refresh: 2
};

const pages: Record<Answer['state'], Page> = {
	unknown: {
		status: 404,
		title: 'No site here',
		text: 'No site answers under this name. Check the address, or attach the domain to a service.',
		refresh: null
	},
	starting,
	// Caddy chose this server a moment ago, when the app was not there yet.
	live: { ...starting, refresh: 1 },
	stopped: {
		status: 503,
		title: 'Stopped',
		text: 'This site has been stopped by its owner.',
		refresh: null
	}
};

/** Caddy asks for it when the app did not take the request. */
const failed: Page = {
	status: 502,
	title: 'Not answering',
	text: 'This site does not answer at the moment. Please try again in a little while.',
	refresh: null
};

const retryStopped = 3600;

interface PageSources {
	resolve: (host: string) => Answer;
	httpsPort: number;
}

/**
 * Answers for every host that has no app to show, sends HTTP to HTTPS where there is a certificate, and
 * hosts that redirect to where they do, with path and query.
 */
export function pagesServer({ resolve, httpsPort }: PageSources): Server {
	const server = createServer((request, response) => {
		const host = hostOf(request);
		const answer = resolve(host);
		if (request.headers['gantry-page'] === 'failed') return show(request, response, failed, host);
		if (answer.redirect !== null) return redirect(request, response, answer.redirect, httpsPort);
		const plain = request.headers['x-forwarded-proto'] !== 'https';
		if (plain && answer.certificate) redirect(request, response, host, httpsPort);
		else show(request, response, pages[answer.state], host);
	});
	server.on('clientError', (_error, socket) => socket.destroy());
	return server;
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

function show(request: IncomingMessage, response: ServerResponse, page: Page, host: string) {
	const body = Buffer.from(renderPage(page, host));
	response.writeHead(page.status, {
		'content-type': 'text/html; charset=utf-8',
		'content-length': body.length,
		'cache-control': 'no-store',
		'content-security-policy':
			"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		...(page.status === 503 && { 'retry-after': String(page.refresh ?? retryStopped) })
	});
	response.end(request.method === 'HEAD' ? undefined : body);
}
