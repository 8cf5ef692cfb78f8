import { domainKind } from '#lib/rules/host-name.ts';
import type { DomainState } from '#prisma/client/enums.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';
import type { DnsRecord } from '../settings/get-settings.ts';
import { appHost, httpsUrl, loadOwnNames } from '../settings/own-names.ts';
import { addressRecords, machineAddresses } from './machine-addresses.ts';

export interface DomainView {
	id: string;
	host: string;
	url: string;
	state: DomainState;
	/** Why it waits: "A record of X is 5.6.7.8, expected 1.2.3.4". */
	reason: string | null;
	checkedAt: Date | null;
	kind: 'apex' | 'subdomain';
	/** The address records that are needed; empty when the machine's addresses are not known at the moment. */
	records: DnsRecord[];
	/** Instead of them, for a subdomain: follows when the machine moves. null where there is none. */
	alias: DnsRecord | null;
}

export interface Domains {
	/** The host that comes with the app's name. */
	own: { host: string; url: string };
	domains: DomainView[];
}

/** All hosts of a service, with the DNS records to set. Errors: not_found. */
export async function listDomains(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<Domains> {
	const service = await findService(ctx, { serviceId, permission: 'projects:see' });
	const rows = await ctx.db.domain.findMany({
		where: { serviceId },
		orderBy: { createdAt: 'asc' }
	});
	const [names, addresses] = await Promise.all([
		loadOwnNames(ctx.db, ctx.env),
		rows.length === 0 ? [] : machineAddresses(ctx)
	]);
	const ownHost = appHost(service.name, names);
	return {
		own: { host: ownHost, url: httpsUrl(ownHost, names) },
		domains: rows.map(({ id, host, state, reason, checkedAt }) => {
			const kind = domainKind(host);
			const hasAlias = kind === 'subdomain' && names.baseDomain !== 'localhost';
			return {
				id,
				host,
				url: httpsUrl(host, names),
				state,
				reason,
				checkedAt,
				kind,
				records: addressRecords(host, addresses),
				alias: hasAlias ? { type: 'CNAME', name: host, value: ownHost } : null
			};
		})
	};
}
