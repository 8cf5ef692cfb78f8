import { understands, type CaddyLevel } from './level.ts';
import type { EdgeSettings, OwnCertificateFiles } from './settings.ts';

/** How many labels stand before a local suffix at most: shop.example.test has two. */
const localDepth = 3;

/** Certificates are made when first asked for, and only for hosts that names permits. */
export function tlsApp(
	{ names, localSuffixes, acme, ownCertificates }: EdgeSettings,
	level: CaddyLevel
) {
	const endpoint = `http://127.0.0.1:${names.askPort}/ask`;
	return {
		...loaded(ownCertificates),
		automation: {
			on_demand: understands(level, '2.8')
				? { permission: { module: 'http', endpoint } }
				: { ask: endpoint },
			policies: [
				{
					subjects: localSuffixes.flatMap(subjectsUnder),
					issuers: [{ module: 'internal' }],
					on_demand: true
				},
				{ ...acmeIssuers(acme), on_demand: true }
			]
		}
	};
}

/** The files' own tag leads a handshake to them: another one for the host may be in Caddy's memory. */
function loaded(own: OwnCertificateFiles[]) {
	if (own.length === 0) return {};
	const files = own.map(({ id, certificate, key }) => ({ certificate, key, tags: [id] }));
	return { certificates: { load_files: files } };
}

/** The first that fits counts: whole names before wildcards. */
export function tlsPolicies({ ownCertificates }: EdgeSettings) {
	const byName = ownCertificates.toSorted(
		(one, other) => Number(one.host.startsWith('*')) - Number(other.host.startsWith('*'))
	);
	const own = byName.map(({ id, host }) => ({
		match: { sni: [host] },
		certificate_selection: { any_tag: [id] }
	}));
	return [...own, {}];
}

/** Installing the CA would change the system's trust store, which is the owner's. */
export const pkiApp = { certificate_authorities: { local: { install_trust: false } } };

function subjectsUnder(suffix: string): string[] {
	return Array.from({ length: localDepth + 1 }, (_, depth) => '*.'.repeat(depth) + suffix);
}

/** With nothing of its own to say, Caddy's default: Let's Encrypt, and ZeroSSL when that fails. */
function acmeIssuers({ ca, email, trustedRoot }: EdgeSettings['acme']) {
	if (ca === null && email === null) return {};
	const acme = {
		module: 'acme',
		...(ca !== null && { ca }),
		...(email !== null && { email }),
		...(trustedRoot !== null && { trusted_roots_pem_files: [trustedRoot] })
	};
	return { issuers: [acme] };
}
