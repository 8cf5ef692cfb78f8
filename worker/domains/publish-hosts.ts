import { isDeepStrictEqual } from 'node:util';
import type { Id } from '#engine/spec.ts';
import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { entrySelect, wantedEntry, type WantedEntry } from '../reconcile/wanted-entry.ts';
import type { World } from '../world.ts';
import { placeCertificates } from '../certificates/place-certificates.ts';
import { lookUpDomains } from './look-up-domains.ts';
import { askForCertificates } from './warm-certificates.ts';

/**
 * Tells names what people decided of a service, looks up the DNS of those of its domains whose turn it is, and asks for
 * the certificates that they lack. Who answers is not changed, so a deployment may run. Errors: names_unreachable,
 * edge_unreachable.
 */
export async function publishHosts(
	world: World,
	{ serviceId, signal }: { serviceId: Id; signal: AbortSignal }
): Promise<void> {
	// What was decided holds at once; DNS may take its time.
	await tellNames(world, serviceId);
	if (await placeCertificates(world)) await world.engine.proxy.ensure({ signal });
	await lookUpDomains(world, { serviceId });
	await tellNames(world, serviceId);
	await askForCertificates(world, serviceId);
}

/** Tells names the hosts of a service and what stands before its app, and nothing else. Errors: names_unreachable. */
export async function tellNames(
	{ db, env, engine }: Pick<World, 'db' | 'env' | 'engine'>,
	serviceId: Id
): Promise<void> {
	const where = { id: serviceId, deletedAt: null };
	const [service, names, entry] = await Promise.all([
		db.service.findFirst({ where, select: entrySelect }),
		loadOwnNames(db, env),
		engine.names.find(serviceId)
	]);
	if (!service) return;
	const wanted = wantedEntry(service, names);
	const known = entry && Object.fromEntries(fieldsOf(wanted).map((field) => [field, entry[field]]));
	if (!isDeepStrictEqual(known, wanted)) await engine.names.update(serviceId, wanted);
}

const fieldsOf = (wanted: WantedEntry) => Object.keys(wanted) as (keyof WantedEntry)[];
