import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';

/** All that the edge's one configuration depends on: plain data. */
export interface EdgeSettings {
	httpPort: number;
	httpsPort: number;
	/** Unix socket of the admin API. */
	adminSocket: string;
	/** Folder of certificates and keys. */
	storage: string;
	/** Caddy's own log, rotated; null: standard error. */
	logFile: string | null;
	/** What visitors ask for; null: not written down. */
	accessLog: AccessLogSettings | null;
	names: EdgeNames;
	sites: EdgeSites;
	acme: AcmeSettings;
	/** Those that people brought. */
	ownCertificates: OwnCertificateFiles[];
	/** Domain suffixes whose certificates come from Caddy's internal CA. */
	localSuffixes: string[];
}

/** PEM files of a chain and its key, for one host or wildcard. */
export interface OwnCertificateFiles {
	id: string;
	host: string;
	certificate: string;
	key: string;
}

export interface AccessLogSettings {
	/** JSON, a line an answer; rotated. */
	path: string;
	/** Keeps visitors' whole addresses, not only their networks. */
	wholeAddresses: boolean;
}

/** Where Caddy reaches names. */
export interface EdgeNames {
	dnsSocket: string;
	askPort: number;
	pagesPort: number;
}

/** The inner server for sites of finished files. */
export interface EdgeSites {
	/** On loopback. */
	port: number;
	/** Folder of all releases: `<root>/<service>/<release>`. */
	root: string;
}

export interface AcmeSettings {
	/** Directory URL; null: Let's Encrypt. */
	ca: string | null;
	email: string | null;
	/** PEM file of the ACME server's own certificate. */
	trustedRoot: string | null;
}

/** What a person can change in the panel, over what the environment says. */
export interface EdgeOverrides {
	baseDomain?: string;
	acmeEmail?: string;
	/** Write an access log; yes unless told. */
	accessLog?: boolean;
	/** Keep visitors' whole addresses in it; no unless told. */
	wholeAddresses?: boolean;
	/** Certificates that people brought, whose files stand beside the edge. */
	ownCertificates?: { id: string; host: string }[];
}

/** No public authority gives certificates for names under these. */
const privateSuffixes = ['test', 'example', 'invalid', 'local', 'internal', 'home.arpa'];

/** The settings of this installation. Used by the watchdog and by the worker alike. */
export function edgeSettings(
	env: Env,
	{ paths, ports }: { paths: DataPaths; ports: { ask: number; pages: number; sites: number } },
	overrides: EdgeOverrides = {}
): EdgeSettings {
	const baseDomain = overrides.baseDomain ?? env.GANTRY_BASE_DOMAIN;
	return {
		httpPort: env.GANTRY_HTTP_PORT,
		httpsPort: env.GANTRY_HTTPS_PORT,
		adminSocket: paths.caddySocket,
		storage: paths.caddyStorage,
		logFile: paths.processLog('caddy'),
		accessLog:
			overrides.accessLog === false
				? null
				: { path: paths.accessLog, wholeAddresses: overrides.wholeAddresses ?? false },
		names: { dnsSocket: paths.namesDnsSocket, askPort: ports.ask, pagesPort: ports.pages },
		sites: { port: ports.sites, root: paths.sites },
		acme: {
			ca: env.GANTRY_ACME_CA ?? null,
			email: overrides.acmeEmail ?? env.GANTRY_ACME_EMAIL ?? null,
			trustedRoot: env.GANTRY_ACME_ROOT ?? null
		},
		ownCertificates: (overrides.ownCertificates ?? []).map(({ id, host }) => ({
			...{ id, host },
			certificate: `${paths.ownCertificates}/${id}.crt`,
			key: `${paths.ownCertificates}/${id}.key`
		})),
		localSuffixes: localSuffixes(baseDomain, env.GANTRY_ACME_CA !== undefined)
	};
}

/** A private ACME server may well serve private names; localhost is always ours. */
function localSuffixes(baseDomain: string, hasPrivateAcme: boolean): string[] {
	if (hasPrivateAcme) return ['localhost'];
	const isLocal = (domain: string) =>
		privateSuffixes.some((suffix) => domain === suffix || domain.endsWith(`.${suffix}`));
	const own = baseDomain.includes('.') && isLocal(baseDomain) ? [baseDomain] : [];
	return ['localhost', ...privateSuffixes, ...own];
}
