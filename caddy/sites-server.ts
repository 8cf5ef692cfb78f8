import type { EdgeSites } from './settings.ts';

/**
 * How the edge tells its inner server which release a host shows: the upstream's own name, which names
 * has made of it (engine/names/dns/inner-names.ts). Visitors can not set it.
 */
export const upstreamHeader = 'Gantry-Upstream';

/** What the path began with before the gate took it away; visitors can not set it either. */
export const prefixHeader = 'X-Forwarded-Prefix';

/** `<before>.<release>.<service>`: the release that was live before is `none` when there was none. */
const siteName = '^([a-z0-9-]+)\\.([a-z0-9-]+)\\.([a-z0-9-]+)\\.site\\.edge\\.internal\\.?$';
const capture = (index: number) => `{http.regexp.site.${index}}`;

/** A missing one of these is missing: a script or picture must not come back as the app's page. */
const assets =
	'*.js *.mjs *.css *.map *.json *.xml *.txt *.wasm *.ico *.png *.jpg *.jpeg *.gif *.svg *.webp *.avif *.woff *.woff2 *.ttf *.mp4 *.webm *.pdf'.split(
		' '
	);

const path = '{http.request.uri.path}';
const isFile = (tries: string[], root?: string) => ({
	file: { try_files: tries, ...(root !== undefined && { root }) }
});
const cacheFor = (value: string) => ({
	handler: 'headers',
	response: { set: { 'Cache-Control': [value] } }
});
const forever = 'public, max-age=31536000, immutable';

/**
 * The inner server that answers for sites of finished files. It knows no site either: its folder comes
 * with the request. A release's folder has `files` (all of them), `immutable` (those of `files` whose
 * names change with their content) and `fallback/index.html` (the page of a single-page app).
 */
export function sitesServer({ port, root }: EdgeSites) {
	const release = `${root}/${capture(3)}/${capture(2)}`;
	const before = `${root}/${capture(3)}/${capture(1)}`;
	const files = { handler: 'vars', root: `${release}/files` };
	const isKnown = { header_regexp: { [upstreamHeader]: { name: 'site', pattern: siteName } } };
	return {
		listen: [`127.0.0.1:${port}`],
		protocols: ['h1'],
		read_header_timeout: '30s',
		idle_timeout: '5m',
		max_header_bytes: 128 * 1024,
		automatic_https: { disable: true },
		routes: [
			{
				match: [isKnown],
				handle: [
					{
						handler: 'subroute',
						routes: [{ handle: [files, headers, encode, cacheFor('no-cache')] }, ...shown()]
					}
				],
				terminal: true
			},
			{ handle: [missing] }
		],
		errors: { routes: errorRoutes() }
	};

	function shown() {
		return [
			readOnly,
			{ match: [isFile([path], `${release}/immutable`)], handle: [cacheFor(forever)] },
			withoutSlash,
			withSlash,
			{
				match: [{ not: [isFile([path])], ...isFile([`${path}.html`]) }],
				handle: [{ handler: 'rewrite', uri: '{http.matchers.file.relative}' }]
			},
			{
				// A page that was opened before the switch still finds its scripts.
				match: [{ not: [isFile([path])], ...isFile([path], `${before}/immutable`) }],
				handle: [{ handler: 'vars', root: `${before}/files` }, cacheFor(forever)]
			},
			{
				match: [
					{
						not: [isFile([path, `${path}/index.html`]), { path: assets }],
						...isFile(['/index.html'], `${release}/fallback`)
					}
				],
				handle: [
					{ handler: 'vars', root: `${release}/fallback` },
					{ handler: 'rewrite', uri: '/index.html' }
				]
			},
			{ handle: [fileServer] }
		];
	}
}

const readOnly = {
	match: [{ not: [{ method: ['GET', 'HEAD'] }] }],
	handle: [{ handler: 'static_response', status_code: '405', headers: { Allow: ['GET, HEAD'] } }]
};

const fileServer = {
	handler: 'file_server',
	precompressed: { br: {}, gzip: {} },
	precompressed_order: ['br', 'gzip']
};

const encode = {
	handler: 'encode',
	encodings: { zstd: {}, gzip: {} },
	prefer: ['zstd', 'gzip'],
	minimum_length: 512
};

/**
 * A file's time is made of its content (engine/sites), so the ETag says whether it has changed; as a
 * date it would mislead, so nobody sees or sends it.
 */
const headers = {
	handler: 'headers',
	request: { delete: ['If-Modified-Since', 'If-Unmodified-Since'] },
	response: {
		deferred: true,
		delete: ['Last-Modified', 'Server'],
		set: { 'X-Content-Type-Options': ['nosniff'] }
	}
};

/** `/about/` where there is an about.html: links in it are meant from `/about`. */
const withoutSlash = {
	match: [{ path_regexp: { name: 'page', pattern: '^(/[^/\\\\].*?)/$' } }],
	handle: [
		{
			handler: 'subroute',
			routes: [
				{
					match: [
						{
							not: [isFile(['{http.regexp.page.1}/index.html'])],
							...isFile(['{http.regexp.page.1}.html'])
						}
					],
					handle: [
						{ handler: 'rewrite', strip_path_suffix: '/' },
						{
							handler: 'static_response',
							status_code: '308',
							headers: { Location: [`{http.request.header.${prefixHeader}}{http.request.uri}`] }
						}
					]
				}
			]
		}
	]
};

/** A folder's page: links in it are meant from inside. Two slashes in front would name another host. */
const withSlash = {
	match: [
		{
			path_regexp: { pattern: '^/[^/\\\\](.*[^/])?$' },
			not: [isFile([path])],
			...isFile([`${path}/index.html`])
		}
	],
	handle: [
		{ handler: 'rewrite', uri: `${path}/` },
		{
			handler: 'static_response',
			status_code: '308',
			headers: { Location: [`{http.request.header.${prefixHeader}}{http.request.uri}`] }
		}
	]
};

const missing = {
	handler: 'static_response',
	status_code: '404',
	headers: { 'Content-Type': ['text/html; charset=utf-8'], 'Cache-Control': ['no-cache'] },
	body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not found</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;margin:0;text-align:center}</style><h1>Not found</h1><p>There is no such page on this site.</p></html>`
};

/** The site's own 404 page, with that status, before ours. */
function errorRoutes() {
	const isMissing = { vars: { '{http.error.status_code}': ['404'] } };
	return [
		{
			match: [{ ...isMissing, ...isFile(['/404.html']) }],
			handle: [
				cacheFor('no-cache'),
				{ handler: 'rewrite', uri: '/404.html' },
				{ ...fileServer, status_code: '404' }
			],
			terminal: true
		},
		{ match: [isMissing], handle: [missing], terminal: true },
		{ handle: [{ handler: 'static_response', status_code: '{http.error.status_code}' }] }
	];
}
