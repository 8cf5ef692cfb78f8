import type { World } from '../world.ts';
import { placeCertificates } from '../certificates/place-certificates.ts';
import { servicesWithDueDomains } from '../domains/due-domains.ts';
import { ensureSchedules } from '../processes/ensure-schedules.ts';
import { settleRuns } from '../processes/settle-runs.ts';
import { removeLeavingVolumes } from '../volumes/remove-leaving-volumes.ts';
import { crashedContainer } from '../recover/crash.ts';
import { loadWatched } from '../recover/watched.ts';
import { observe } from './observe.ts';
import { planRepairs, type RepairPlan } from './plan.ts';
import { loadWanted } from './wanted.ts';
import type { CrashWatch } from './watch-crashes.ts';

const removalGraceSeconds = 10;

/**
 * One comparison of what the database wants with what there is. A service that differs is repaired in
 * its own queue; what nobody owns is removed here. Errors: docker_unreachable, names_unreachable,
 * edge_unreachable, the database's.
 */
export async function reconcile(
	world: World,
	{ images, signal, crashes }: { images: boolean; signal: AbortSignal; crashes?: CrashWatch }
): Promise<RepairPlan> {
	const { db, queue, engine } = world;
	// First what is, then what shall be: a wish may be newer than the look, never the other way round.
	const observed = await observe(world, { images });
	const plan = planRepairs(await loadWanted(world), observed);
	if (plan.panel) await engine.names.update('panel', plan.panel);
	for (const serviceId of plan.services) {
		const options = { queueName: `service:${serviceId}`, jobKey: `repair-service:${serviceId}` };
		await queue.add(db, 'repair-service', { serviceId }, options);
	}
	for (const watched of await loadWatched(db)) {
		if (!crashedContainer(watched, observed.containers)) continue;
		const { service: serviceId } = watched;
		const options = { queueName: `service:${serviceId}`, jobKey: `recover-service:${serviceId}` };
		await queue.add(db, 'recover-service', { serviceId }, options);
	}
	await removeUnowned(world, plan);
	await removeLeavingVolumes(world);
	await settleRuns(world, observed.containers);
	await ensureSchedules(world);
	await crashes?.look(world, observed.containers);
	for (const serviceId of await servicesWithDueDomains(db)) {
		await queue.add(db, 'publish-hosts', { serviceId }, { jobKey: `publish-hosts:${serviceId}` });
	}
	await placeCertificates(world);
	await engine.proxy.ensure({ signal });
	return plan;
}

async function removeUnowned({ engine }: World, plan: RepairPlan): Promise<void> {
	for (const service of plan.names) await engine.names.remove(service);
	const grace = { graceSeconds: removalGraceSeconds };
	await Promise.all(plan.containers.map((name) => engine.runtime.remove(name, grace)));
	for (const reference of plan.images) await engine.builder.remove(reference);
	for (const network of plan.networks) await engine.runtime.removeNetwork(network);
}
