import { domainKind, placeInZone, type DomainKind } from '#lib/rules/host-name.ts';
import type { CertificateState, DnsState } from '#prisma/client/enums.ts';
import type { Context } from '../context.ts';
import type { DnsRecord } from '../settings/get-settings.ts';
import { knownNames } from '../settings/known-names.ts';
import { appHost, httpsUrl, type OwnNames } from '../settings/own-names.ts';
import { addressRecords, machineAddresses } from './machine-addresses.ts';
import { readReach, type Reach } from './read-reach.ts';

export interface DomainView {
	id: string;
	host: string;
	/** null for a wildcard: it is no address by itself. */
	url: string | null;
	kind: DomainKind;
	dns: {
		state: DnsState;
		/** Addresses that DNS gave. */
		seen: string[];
		/** Why it waits: "A record of X is 5.6.7.8, expected 1.2.3.4". */
		reason: string | null;
		checkedAt: Date | null;
		/** When it is looked up again; null: at once. */
		checkAgainAt: Date | null;
	};
	certificate: {
		/** "each": the names of a wildcard get theirs one by one; "own": a person brought it. */
		state: CertificateState | 'each' | 'own';
		reason: string | null;
		until: Date | null;
		issuer: string | null;
		retryAt: Date | null;
	};
	/** The domain of the service that its visitors are sent to; null: the app answers. */
	redirectTo: string | null;
	/** Parts that other services of the project answer for; the longest that fits counts. */
	paths: { path: string; app: string; strip: boolean }[];
	/** The domain in whose DNS the records are set. */
	zone: string;
	/** The address records that are needed, by their names in the zone; empty when nobody knows this machine's addresses. */
	records: DnsRecord[];
	/** Instead of them, for all but an apex: follows when the machine moves. null where there is none. */
	alias: DnsRecord | null;
}

type Row = Reach['domains'][number];

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
	const [{ name, domains: rows }, names] = await Promise.all([
		readReach(ctx, { serviceId }),
		knownNames(ctx.db, ctx.env)
	]);
	// A domain that was looked up brings them along; only before that the worker is asked.
	const known = rows.find(({ expected }) => expected.length > 0)?.expected;
	const addresses = known ?? (rows.length === 0 ? [] : await machineAddresses(ctx, names));
	const ownHost = appHost(name, names);
	return {
		own: { host: ownHost, url: httpsUrl(ownHost, names) },
		domains: rows.map((row) => viewOf(row, { names, addresses, ownHost }))
	};
}

function viewOf(
	row: Row,
	{ names, addresses, ownHost }: { names: OwnNames; addresses: string[]; ownHost: string }
): DomainView {
	const { id, host, dns: state, seen, reason, checkedAt, checkAgainAt } = row;
	const kind = domainKind(host);
	const { zone, name } = placeInZone(host);
	const hasAlias = kind !== 'apex' && names.baseDomain !== 'localhost';
	return {
		id,
		host,
		kind,
		zone,
		redirectTo: row.redirectTo,
		paths: row.paths.map(({ path, strip, service }) => ({ path, app: service.name, strip })),
		url: kind === 'wildcard' ? null : httpsUrl(host, names),
		dns: { state, seen, reason, checkedAt, checkAgainAt },
		certificate: certificateOf(row, kind),
		records: addressRecords(name, addresses),
		alias: hasAlias ? { type: 'CNAME', name, value: ownHost } : null
	};
}

function certificateOf(row: Row, kind: DomainKind): DomainView['certificate'] {
	const own = row.ownCertificate;
	if (own) return { state: 'own', reason: null, retryAt: null, ...own };
	return {
		state: kind === 'wildcard' && row.state === 'active' ? 'each' : row.certificate,
		reason: row.certificateReason,
		until: row.certificateUntil,
		issuer: row.certificateIssuer,
		retryAt: row.certificateRetryAt
	};
}
