import type { Site } from './recognised.ts';

export const caddyfilePath = '.gantry/Caddyfile';
export const sitePort = 8080;

/** Asks for these are never answered with the app's page: a missing script must not come back as HTML. */
const assets =
	'*.js *.mjs *.css *.map *.json *.xml *.txt *.wasm *.ico *.png *.jpg *.jpeg *.gif *.svg *.webp *.avif *.woff *.woff2 *.ttf *.mp4 *.webm *.pdf';

/** Configuration of the Caddy inside the app's own container. Understood by every Caddy 2 from 2.6 on. */
export function caddyfile(site: Site): string {
	const fallback = site.fallback && `/${site.fallback.replace(/^\/+/, '')}`;
	return `{
	admin off
	auto_https off
}

:${sitePort} {
	root * /srv
	encode zstd gzip

	@hidden {
		path */.*
		not path /.well-known/*
	}
	error @hidden 404

	# Browsers ask again for a page, but keep what has a hash in its name.
	header Cache-Control no-cache
${site.hashed === null ? '' : hashedBlock(site.hashed)}
	try_files {path} {path}.html
${fallback === null ? '' : fallbackBlock(fallback)}	file_server

	handle_errors {
		@page file /404.html
		handle @page {
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

function hashedBlock(pattern: string): string {
	return `	@hashed {
		path_regexp ${pattern}
		file
	}
	header @hashed Cache-Control "public, max-age=31536000, immutable"
`;
}

function fallbackBlock(fallback: string): string {
	return `
	# The app shows its own page for every path that is not a file.
	@page {
		not file
		not path ${assets}
	}
	rewrite @page ${fallback}
`;
}
