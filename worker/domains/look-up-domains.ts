import { isDeepStrictEqual } from 'node:util';
import type { Id } from '#engine/spec.ts';
import { notify } from '#lib/server/notify.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import type { Domain } from '#prisma/client/client.ts';
import type { World } from '../world.ts';
import { checkHost, type DnsLook } from './check-host.ts';
import { leadsHere, type LeadsHere } from './leads-here.ts';
import { nextLook } from './next-look.ts';
import { ownAddresses } from './own-addresses.ts';
import { resolveHost, type ResolveHost } from './resolve-host.ts';

/**
 * Looks up the DNS of those domains of a service whose turn it is, and writes down what it said; pages hear
 * of what has changed. Errors: the database's.
 */
export async function lookUpDomains(
	{ db, env, engine }: Pick<World, 'db' | 'env' | 'engine'>,
	{
		serviceId,
		resolve = resolveHost,
		asked = leadsHere(engine.names)
	}: { serviceId: Id; resolve?: ResolveHost; asked?: LeadsHere }
): Promise<void> {
	const due = await db.domain.findMany({
		where: {
			serviceId,
			service: { deletedAt: null },
			OR: [{ checkAgainAt: null }, { checkAgainAt: { lte: new Date() } }]
		},
		include: { service: { select: { projectId: true } } }
	});
	const [first] = due;
	if (!first) return;
	const { panelDomain, baseDomain } = await loadOwnNames(db, env);
	const options = { resolve: once(resolve), leadsHere: asked, own: ownAddresses(), panelDomain };
	const changed = await Promise.all(
		due.map(async (domain) => {
			const look = await checkHost(domain.host, options);
			// Below the base domain its wildcard record leads here, whatever this machine knows of its addresses.
			const isCovered = domain.host.endsWith(`.${baseDomain}`);
			const after = afterLook(domain, isCovered ? { ...look, state: 'here' } : look);
			await db.domain.updateMany({ where: { id: domain.id }, data: after });
			return Object.entries(after).some(
				([field, value]) =>
					!field.startsWith('check') && !isDeepStrictEqual(value, domain[field as keyof Domain])
			);
		})
	);
	if (!changed.includes(true)) return;
	await notify(db, { kind: 'service', projectId: first.service.projectId, serviceId });
}

/** What is written down of a look. One that has a certificate keeps it, wherever its DNS leads by now. */
function afterLook(domain: Domain, { state: dns, seen, expected, detail }: DnsLook) {
	const now = new Date();
	const pointsHere = dns === 'here';
	const isKept = pointsHere || domain.certificate === 'valid';
	const waitsSince = domain.dns === 'here' && !pointsHere ? now : domain.waitsSince;
	return {
		dns,
		seen,
		expected,
		state: isKept ? ('active' as const) : ('pending' as const),
		reason: pointsHere ? null : detail,
		...(!isKept && { certificate: 'none' as const, certificateReason: null }),
		waitsSince,
		checkedAt: now,
		checkAgainAt: nextLook(now, { pointsHere, waitsSince })
	};
}

/** Each name is asked for once, although every check wants to know where the panel is. */
function once(resolve: ResolveHost): ResolveHost {
	const asked = new Map<string, Promise<string[]>>();
	return (host) => {
		const answer = asked.get(host) ?? resolve(host);
		asked.set(host, answer);
		return answer;
	};
}
