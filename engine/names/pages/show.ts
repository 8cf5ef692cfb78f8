import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { renderPage, type Page } from './page.ts';

/** Seconds after which somebody may ask again where the page does not do so by itself. */
const retryStopped = 3600;

/** Answers with a page, under the name of the host that was asked for. */
export function show(
	request: IncomingMessage,
	response: ServerResponse,
	page: Page,
	{ host, headers = {} }: { host: string; headers?: OutgoingHttpHeaders }
): void {
	const body = Buffer.from(renderPage(page, host));
	response.writeHead(page.status, {
		'content-type': 'text/html; charset=utf-8',
		'content-length': body.length,
		'cache-control': 'no-store',
		'content-security-policy':
			"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		...(page.status === 503 && { 'retry-after': String(page.refresh ?? retryStopped) }),
		...headers
	});
	response.end(request.method === 'HEAD' ? undefined : body);
}
