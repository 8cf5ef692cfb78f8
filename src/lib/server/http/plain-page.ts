import { createHash } from 'node:crypto';
import type { AppError } from '../errors.ts';

/** The colours of app.css, which may be what can not be had. */
const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:80vh;display:grid;place-items:center;padding:1.5rem;font:.875rem/1.5 system-ui,sans-serif;background:light-dark(#fafaf8,#0e0f11);color:light-dark(#17181a,#eceef0)}
main{max-width:32rem;text-align:center;overflow-wrap:anywhere}
svg{margin-bottom:1rem}
h1{margin:0;font-size:1.25rem;line-height:1.4;font-weight:600}
p{margin:.5rem 0 0;color:light-dark(#55575c,#a5abb3)}
code{font:.8125rem ui-monospace,monospace}`;
const styleHash = createHash('sha256').update(style).digest('base64');

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

const logo =
	'<svg width="40" height="40" viewBox="0 0 32 32" fill="none" stroke-linecap="round" aria-hidden="true"><path d="M3 8h26M8 8v19M24 8v19M5 27h6M21 27h6" stroke="currentColor" stroke-width="2.75"/><path d="M16 8v5" stroke="currentColor" stroke-width="2"/><rect x="12" y="13" width="8" height="7" rx="1.25" fill="#f2641a"/></svg>';

/** An error as a page that needs nothing: no database, no session, no script. */
export function plainPage({ status, message, hint }: AppError, requestId: string): Response {
	const lines = [
		'<!doctype html><html lang="en"><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="color-scheme" content="light dark">',
		`<title>${escape(message)}</title><style>${style}</style>`,
		`<main>${logo}<h1>${escape(message)}</h1>`,
		hint === null ? '' : `<p>${escape(hint)}</p>`,
		`<p>Request <code>${escape(requestId)}</code></p></main></html>`
	];
	return new Response(lines.join(''), {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
		}
	});
}
