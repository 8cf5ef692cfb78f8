import type { Context } from '../context.ts';
import { listDomains } from '../domains/list-domains.ts';
import type { DnsRecord } from '../settings/get-settings.ts';
import { findApp } from './find-app.ts';

/** A domain as the API tells of it: fields with underscores, times in ISO 8601. */
export interface AppDomain {
	host: string;
	/** In whose DNS the records are set. */
	zone: string;
	dns: { state: string; seen: string[]; reason: string | null; checked_at: Date | null };
	certificate: {
		state: string;
		reason: string | null;
		valid_until: Date | null;
		issuer: string | null;
		retry_at: Date | null;
	};
	redirect_to: string | null;
	/** Parts that other apps answer for. */
	paths: { path: string; app: string; strip: boolean }[];
	/** The records to set: the first one alone, where it is a CNAME, or all others. */
	records: DnsRecord[];
}

/** The domains of an app, oldest first. Errors: app_not_found. */
export async function listAppDomains(
	ctx: Context,
	{ name }: { name: string }
): Promise<AppDomain[]> {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:see' });
	const { domains } = await listDomains(ctx, { serviceId });
	return domains.map(({ host, zone, dns, certificate, redirectTo, paths, records, alias }) => ({
		host,
		zone,
		redirect_to: redirectTo,
		paths,
		dns: { state: dns.state, seen: dns.seen, reason: dns.reason, checked_at: dns.checkedAt },
		certificate: {
			state: certificate.state,
			reason: certificate.reason,
			valid_until: certificate.until,
			issuer: certificate.issuer,
			retry_at: certificate.retryAt
		},
		records: alias ? [alias, ...records] : records
	}));
}
