export interface Page {
	status: number;
	title: string;
	/** Plain text; its line breaks are kept. */
	text: string;
	/** Seconds after which the browser looks again; null: it does not. */
	refresh: number | null;
}

const escapes: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

const style = `
:root{color-scheme:light dark;--ground:#f7f7f8;--card:#fff;--line:#e4e4e8;--text:#18181b;--quiet:#5f5f6b;--mark:#2563eb}
@media(prefers-color-scheme:dark){:root{--ground:#0e0e11;--card:#17171b;--line:#2a2a31;--text:#f4f4f5;--quiet:#a1a1aa;--mark:#7aa7ff}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:24px;background:var(--ground);color:var(--text);font:16px/1.6 system-ui,sans-serif}
main{width:100%;max-width:440px;padding:40px;background:var(--card);border:1px solid var(--line);border-radius:16px}
svg{display:block;margin-bottom:24px;color:var(--mark)}
h1{margin:0 0 8px;font-size:22px;line-height:1.3;font-weight:600;letter-spacing:-.01em}
p{margin:0;color:var(--quiet);white-space:pre-line;overflow-wrap:anywhere}
.host{margin-top:24px;padding-top:16px;border-top:1px solid var(--line);font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
@media(max-width:420px){main{padding:28px 24px}}
@media(prefers-reduced-motion:no-preference){.lift{animation:lift 1.6s ease-in-out infinite alternate}@keyframes lift{to{transform:translateY(-3px)}}}
`;

const crane = (moving: boolean) =>
	`<svg width="40" height="40" viewBox="0 0 40 40" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M6 35V8h28v27M3 35h6M31 35h6M6 15h28"/><g${moving ? ' class="lift"' : ''}><path d="M20 15v6"/><rect x="15" y="21" width="10" height="8" rx="1.5"/></g></svg>`;

/** A page without any asset of its own: it is shown under other people's host names. */
export function renderPage(page: Page, host: string): string {
	const refresh =
		page.refresh === null ? '' : `<meta http-equiv="refresh" content="${page.refresh}">`;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh}
<title>${escape(page.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${crane(page.refresh !== null)}
<h1>${escape(page.title)}</h1>
<p>${escape(page.text)}</p>
${host === '' ? '' : `<p class="host">${escape(host)}</p>`}
</main>
</body>
</html>
`;
}
