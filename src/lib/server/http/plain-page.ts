import { createHash } from 'node:crypto';
import type { AppError } from '../errors.ts';

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:20vh auto;padding:0 1.5rem}
h1{font-size:1.25rem}p{opacity:.8}small{opacity:.6}`;
const styleHash = createHash('sha256').update(style).digest('base64');

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

/** An error as a page that needs nothing: no database, no session, no script. */
export function plainPage({ status, message, hint }: AppError, requestId: string): Response {
	const lines = [
		'<!doctype html><html lang="en"><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="color-scheme" content="light dark">',
		`<title>${escape(message)}</title><style>${style}</style>`,
		`<main><h1>${escape(message)}</h1>`,
		hint === null ? '' : `<p>${escape(hint)}</p>`,
		`<p><small>${escape(requestId)}</small></p></main></html>`
	];
	return new Response(lines.join(''), {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
		}
	});
}
