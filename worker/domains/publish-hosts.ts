import { isDeepStrictEqual } from 'node:util';
import type { Id } from '#engine/spec.ts';
import { notify } from '#lib/server/notify.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { hostsOf } from '../reconcile/wanted.ts';
import type { World } from '../world.ts';
import { checkHost } from './check-host.ts';
import { ownAddresses } from './own-addresses.ts';
import { resolveHost } from './resolve-host.ts';
import { askForCertificates } from './warm-certificates.ts';

/**
 * Looks up the DNS of a service's pending domains, tells names the hosts it has, and asks for the
 * certificates that they lack. Only hosts are changed, so a deployment may run.
 * Errors: names_unreachable.
 */
export async function publishHosts(world: World, { serviceId }: { serviceId: Id }): Promise<void> {
	await checkPendingDomains(world, serviceId);
	await tellHosts(world, serviceId);
	await askForCertificates(world, serviceId);
}

/** Tells names the hosts of a service and nothing else. Errors: names_unreachable. */
export async function tellHosts(
	{ db, env, engine }: Pick<World, 'db' | 'env' | 'engine'>,
	serviceId: Id
): Promise<void> {
	const [service, names, entry] = await Promise.all([
		db.service.findFirst({
			where: { id: serviceId, deletedAt: null },
			select: { name: true, domains: { select: { host: true, state: true } } }
		}),
		loadOwnNames(db, env),
		engine.names.find(serviceId)
	]);
	if (!service) return;
	const hosts = hostsOf(service, names);
	if (!isDeepStrictEqual(hosts, entry?.hosts)) await engine.names.update(serviceId, { hosts });
}

async function checkPendingDomains({ db, env }: World, serviceId: Id): Promise<void> {
	const pending = await db.domain.findMany({
		where: { serviceId, state: 'pending', service: { deletedAt: null } },
		select: { id: true, host: true, reason: true, service: { select: { projectId: true } } }
	});
	if (pending.length === 0) return;
	const { panelDomain, baseDomain } = await loadOwnNames(db, env);
	const options = { resolve: resolveHost, own: ownAddresses(), panelDomain };
	for (const { id, host, reason, service } of pending) {
		const isUnderBase = host.endsWith(`.${baseDomain}`);
		const { pointsHere, detail } = isUnderBase
			? { pointsHere: true, detail: '' }
			: await checkHost(host, options);
		const changed = pointsHere
			? { state: 'active' as const, reason: null }
			: { state: 'pending' as const, reason: detail };
		const data = { ...changed, checkedAt: new Date() };
		await db.domain.updateMany({ where: { id }, data });
		if (pointsHere || reason !== detail) {
			await notify(db, { kind: 'service', projectId: service.projectId, serviceId });
		}
	}
}
