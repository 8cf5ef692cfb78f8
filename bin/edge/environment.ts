import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { sparingEnvironment } from '../up/project.js';

/** The machine's facts that the edge's programs need; nothing else is inherited, least of all secrets. */
const fromMachine = [
	'PATH',
	'LANG',
	'LC_ALL',
	'TZ',
	'SSL_CERT_FILE',
	'SSL_CERT_DIR',
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'NO_PROXY',
	'http_proxy',
	'https_proxy',
	'no_proxy'
];

const ownSettings = [
	'GANTRY_DATA_DIR',
	'GANTRY_HTTP_PORT',
	'GANTRY_HTTPS_PORT',
	'GANTRY_BASE_DOMAIN',
	'GANTRY_ACME_CA',
	'GANTRY_ACME_EMAIL',
	'GANTRY_ACME_ROOT',
	'GANTRY_CADDY'
] as const satisfies (keyof Env)[];

type Source = Record<string, string | undefined>;

function machineEnvironment(source: Source): Record<string, string> {
	const given = fromMachine.map((name) => [name, source[name]] as const);
	return Object.fromEntries(given.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** For our own programs. */
export function nodeEnvironment(source: Source): Record<string, string> {
	return { ...machineEnvironment(source), ...sparingEnvironment };
}

/** For the watchdog. */
export function edgeEnvironment(env: Env, source: Source): Record<string, string> {
	const settings = ownSettings.flatMap((name) =>
		env[name] === undefined ? [] : [[name, String(env[name])] as const]
	);
	return { ...nodeEnvironment(source), ...Object.fromEntries(settings) };
}

/** For Caddy: all that it writes stays in the data directory, and its admin API on our socket. */
export function caddyEnvironment(paths: DataPaths, source: Source): Record<string, string> {
	return {
		...machineEnvironment(source),
		HOME: paths.caddyHome,
		XDG_CONFIG_HOME: paths.caddyHome,
		XDG_DATA_HOME: paths.caddyHome,
		CADDY_ADMIN: `unix/${paths.caddySocket}`
	};
}
