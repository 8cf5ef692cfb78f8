import { understands, type CaddyLevel } from './level.ts';
import type { EdgeSettings } from './settings.ts';

/** How many labels stand before a local suffix at most: shop.example.test has two. */
const localDepth = 3;

/** Certificates are made when first asked for, and only for hosts that names permits. */
export function tlsApp({ names, localSuffixes, acme }: EdgeSettings, level: CaddyLevel) {
	const endpoint = `http://127.0.0.1:${names.askPort}/ask`;
	return {
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
				{ issuers: acmeIssuers(acme), on_demand: true }
			]
		}
	};
}

/** Installing the CA would change the system's trust store, which is the owner's. */
export const pkiApp = { certificate_authorities: { local: { install_trust: false } } };

function subjectsUnder(suffix: string): string[] {
	return Array.from({ length: localDepth + 1 }, (_, depth) => '*.'.repeat(depth) + suffix);
}

function acmeIssuers({ ca, email, trustedRoot }: EdgeSettings['acme']): object[] {
	const contact = email === null ? {} : { email };
	if (ca === null)
		return [
			{ module: 'acme', ...contact },
			{ module: 'zerossl', ...contact }
		];
	return [
		{
			module: 'acme',
			ca,
			...contact,
			...(trustedRoot !== null && { trusted_roots_pem_files: [trustedRoot] })
		}
	];
}
