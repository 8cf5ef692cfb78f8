import type { Site } from './recognised.ts';

export const caddyfilePath = '.gantry/Caddyfile';
export const sitePort = 8080;

/** Asked for these, nothing answers with the app's page: a missing script must not come back as HTML. */
const assets =
	'*.js *.mjs *.css *.map *.json *.xml *.txt *.wasm *.ico *.png *.jpg *.jpeg *.gif *.svg *.webp *.avif *.woff *.woff2 *.ttf *.mp4 *.webm *.pdf';

/** Configuration of the Caddy inside the app's own container. Every Caddy 2 from 2.6 on understands it. */
export function caddyfile(site: Site): string {
	const matchers = [hidden, site.hashed && hashed(site.hashed), site.fallback && pages];
	const order = [
		'error @hidden 404',
		'header Cache-Control no-cache',
		site.hashed && 'header @hashed Cache-Control "public, max-age=31536000, immutable"',
		'try_files {path} {path}.html',
		site.fallback && `rewrite @pages /${site.fallback.replace(/^\/+/, '')}`,
		'file_server'
	];
	return `{
	admin off
	auto_https off
}

# PORT moves it, as it does every other app.
:{$PORT:${sitePort}} {
	root * /srv
	encode zstd gzip

${matchers.filter((text) => text !== null).join('\n')}
	route {
${order.flatMap((line) => (line === null ? [] : [`\t\t${line}\n`])).join('')}	}

	handle_errors {
		@own file /404.html
		handle @own {
			rewrite * /404.html
			file_server
		}
		handle {
			respond "{http.error.status_code} {http.error.status_text}"
		}
	}
}
`;
}

const hidden = `	@hidden {
		path */.*
		not path /.well-known/*
	}
`;

const hashed = (
	pattern: string
) => `	# Names with a hash in them: browsers keep these, and ask again for all others.
	@hashed {
		path_regexp ${pattern}
		file
	}
`;

const pages = `	# The app shows its own page for every path that is no file.
	@pages {
		not file {path} {path}/index.html
		not path ${assets}
	}
`;
