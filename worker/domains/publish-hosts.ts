import { isDeepStrictEqual } from 'node:util';
import type { Id } from '#engine/spec.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { hostsOf } from '../reconcile/wanted.ts';
import type { World } from '../world.ts';
import { lookUpDomains } from './look-up-domains.ts';
import { askForCertificates } from './warm-certificates.ts';

/**
 * Looks up the DNS of those of a service's domains whose turn it is, tells names the hosts it has, and asks for the
 * certificates that they lack. Only hosts are changed, so a deployment may run.
 * Errors: names_unreachable.
 */
export async function publishHosts(world: World, { serviceId }: { serviceId: Id }): Promise<void> {
	await lookUpDomains(world, { serviceId });
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
			select: { name: true, domains: { select: { host: true, state: true, redirectTo: true } } }
		}),
		loadOwnNames(db, env),
		engine.names.find(serviceId)
	]);
	if (!service) return;
	const hosts = hostsOf(service, names);
	if (!isDeepStrictEqual(hosts, entry?.hosts)) await engine.names.update(serviceId, { hosts });
}
