import { accessEncoder, accessLogFile } from './access-log.ts';
import { gateRoute } from './gate.ts';
import type { CaddyLevel } from './level.ts';
import { namedProxy, pagesProxy } from './proxy-handler.ts';
import { proofRoute } from './proof-route.ts';
import { reachRoute } from './reach-route.ts';
import type { EdgeNames, EdgeSettings } from './settings.ts';
import { sitesServer } from './sites-server.ts';
import { pkiApp, tlsApp, tlsPolicies } from './tls-config.ts';

/**
 * What names can be asked for: a host name that fits a DNS question together with the suffix. Anything
 * else is answered with a page at once, where a lookup would fail again and again for five seconds.
 */
const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const askable = {
	header_regexp: { Host: { pattern: `^${label}(\\.${label})*(:[0-9]{1,5})?$` } },
	vars_regexp: { '{http.request.host}': { pattern: '^.{1,238}$' } }
};

/** The admin API checks the Host header even on a unix socket before Caddy 2.9. */
export const adminHost = 'caddy.gantry.internal';

/**
 * The one configuration of the edge. It knows no site: where a host goes, and whether it may have a
 * certificate, is asked of names, so that no ordinary change reloads Caddy.
 */
export function edgeConfig(settings: EdgeSettings, level: CaddyLevel) {
	return {
		admin: {
			listen: `unix/${settings.adminSocket}`,
			origins: [adminHost],
			config: { persist: false }
		},
		logging: logging(settings),
		storage: { module: 'file_system', root: settings.storage },
		apps: {
			http: {
				http_port: settings.httpPort,
				https_port: settings.httpsPort,
				// Downloads may finish after a reload; a stop waits no longer than the watchdog does.
				grace_period: '10m',
				servers: servers(settings, level)
			},
			tls: tlsApp(settings, level),
			pki: pkiApp
		}
	};
}

function servers(settings: EdgeSettings, level: CaddyLevel) {
	const { names, httpPort, httpsPort, accessLog } = settings;
	const common = {
		read_header_timeout: '30s',
		idle_timeout: '5m',
		max_header_bytes: 128 * 1024,
		automatic_https: { disable: true },
		errors: { routes: [failedRoute(names)] },
		...(accessLog !== null && { logs: { default_logger_name: 'access' } })
	};
	const routes = (suffix: 'edge' | 'plain') => [
		{
			match: [askable],
			handle: [namedProxy(names, level, { name: `{http.request.host}.${suffix}.internal` })],
			terminal: true
		},
		{ handle: [pagesProxy(names)] }
	];
	return {
		http: {
			listen: [`:${httpPort}`],
			protocols: ['h1'],
			...common,
			routes: [reachRoute(names), ...routes('plain')]
		},
		https: {
			listen: [`:${httpsPort}`],
			protocols: ['h1', 'h2', 'h3'],
			...common,
			tls_connection_policies: tlsPolicies(settings),
			strict_sni_host: true,
			routes: [proofRoute, ...routes('edge')]
		},
		inner: innerServer(settings, level)
	};
}

/** What the others hand over to: the gate, and sites of finished files. */
function innerServer({ names, sites }: EdgeSettings, level: CaddyLevel) {
	const { routes, errors, ...server } = sitesServer(sites);
	return {
		...server,
		routes: [gateRoute(names, level), ...routes],
		errors: { routes: [failedRoute(names), ...errors.routes] }
	};
}

/** An app that does not answer: a calm page instead of an empty one. */
function failedRoute(names: EdgeNames) {
	const statuses = ['502', '503', '504'];
	return {
		match: [{ vars: { '{http.error.status_code}': statuses } }],
		handle: [pagesProxy(names, 'failed')]
	};
}

function logging({ logFile, accessLog }: EdgeSettings) {
	const rotated = (filename: string) => ({
		output: 'file',
		filename,
		roll_size_mb: 10,
		roll_keep: 5
	});
	return {
		logs: {
			default: {
				level: 'WARN',
				...(logFile !== null && { writer: rotated(logFile) }),
				...(accessLog !== null && { exclude: ['http.log.access'] })
			},
			...(accessLog !== null && {
				access: {
					include: ['http.log.access'],
					writer: accessLogFile(accessLog),
					encoder: accessEncoder(accessLog)
				}
			})
		}
	};
}
