import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { addressRecords } from '../domains/machine-addresses.ts';
import type { DnsRecord } from './get-settings.ts';
import { loadOwnNames } from './own-names.ts';

export interface OwnDomainCheck {
	host: string;
	pointsHere: boolean;
	/** For people: "A record of … is …, expected …". */
	detail: string;
}

/**
 * Do the panel's name and the names of apps point at this machine? With the records to set.
 * Errors: not_allowed, worker_unreachable (503).
 */
export async function checkOwnDomains(
	ctx: Context
): Promise<{ checks: OwnDomainCheck[]; records: DnsRecord[] }> {
	authorise(ctx, 'installation:see');
	const { baseDomain, panelDomain } = await loadOwnNames(ctx.db, ctx.env);
	// Any name will do to see where the wildcard leads.
	const hosts = [panelDomain, `any-app.${baseDomain}`];
	const signal = AbortSignal.timeout(15_000);
	const answers = await Promise.all(hosts.map((host) => ctx.live.checkHost({ host }, { signal })));
	const addresses = answers[0]?.expected ?? [];
	const isCovered = panelDomain.endsWith(`.${baseDomain}`);
	return {
		checks: hosts.map((host, index) => ({
			host: index === 0 ? host : `*.${baseDomain}`,
			pointsHere: answers[index]?.pointsHere ?? false,
			detail: answers[index]?.detail ?? ''
		})),
		records: [
			...addressRecords(`*.${baseDomain}`, addresses),
			...(isCovered ? [] : addressRecords(panelDomain, addresses))
		]
	};
}
