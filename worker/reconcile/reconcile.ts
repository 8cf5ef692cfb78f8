import type { World } from '../world.ts';
import { certificateFilesIn, placeCertificates } from '../certificates/place-certificates.ts';
import { dueDomains } from '../domains/due-domains.ts';
import { ensureSchedules } from '../processes/ensure-schedules.ts';
import { settleRuns } from '../processes/settle-runs.ts';
import { removeLeavingVolumes } from '../volumes/remove-leaving-volumes.ts';
import { crashedContainer } from '../recover/crash.ts';
import { loadWatched } from '../recover/watched.ts';
import type { LastLook } from './last-look.ts';
import { observe, ownImages } from './observe.ts';
import { planRepairs, type Observed, type RepairPlan } from './plan.ts';
import { loadWanted } from './wanted.ts';
import type { CrashWatch } from './watch-crashes.ts';

const removalGraceSeconds = 10;

interface ReconcileOptions {
	/** Look at images as well: the list is long, and what is in it costs only disk. */
	images: boolean;
	signal: AbortSignal;
	crashes?: CrashWatch;
	/** Whether the last look holds still; without it, each is whole. */
	rest?: { last: LastLook; mark: () => Promise<number> };
}

/**
 * One comparison of what the database wants with what there is. A service that differs is repaired in
 * its own queue; what nobody owns is removed here. null: nothing was written to the database and nothing changed
 * on the machine since the last one, so the database was asked for nothing else. Errors: docker_unreachable,
 * names_unreachable, edge_unreachable, the database's.
 */
export async function reconcile(
	world: World,
	{ images, signal, crashes, rest }: ReconcileOptions
): Promise<RepairPlan | null> {
	const { engine, paths } = world;
	// First what is, then what shall be: a wish may be newer than the look, never the other way round.
	const mark = (await rest?.mark()) ?? 0;
	const [observed, certificateFiles] = await Promise.all([
		observe(world),
		certificateFilesIn(paths)
	]);
	const ground = { mark, observed, certificateFiles };
	if (rest?.last.holds(ground, { images })) {
		await engine.proxy.ensure({ signal, asBefore: true });
		return null;
	}
	const keep = rest?.last.begin();
	const found = images ? await ownImages(world) : null;
	const { plan, until } = await lookWhole(world, { ...observed, images: found }, crashes);
	await engine.proxy.ensure({ signal });
	keep?.({ ground, hadImages: images, until });
	return plan;
}

/** `until`: when something is due that nothing else tells of, by performance.now(). */
async function lookWhole(
	world: World,
	observed: Observed,
	crashes: CrashWatch | undefined
): Promise<{ plan: RepairPlan; until: number }> {
	const { db, queue, engine } = world;
	const wanted = await loadWanted(world);
	const plan = planRepairs(wanted, observed);
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
	const isWarm = [...wanted.services.values()].some(({ warm }) => warm !== null);
	const onTheirWay = [
		isWarm,
		await removeLeavingVolumes(world),
		await settleRuns(world, observed.containers),
		(await crashes?.look(world, observed.containers)) ?? false
	];
	await ensureSchedules(world);
	const due = await dueDomains(db);
	for (const serviceId of due.services) {
		await queue.add(db, 'publish-hosts', { serviceId }, { jobKey: `publish-hosts:${serviceId}` });
	}
	await placeCertificates(world);
	return { plan, until: onTheirWay.includes(true) ? 0 : performance.now() + due.nextIn };
}

async function removeUnowned({ engine }: World, plan: RepairPlan): Promise<void> {
	for (const service of plan.names) await engine.names.remove(service);
	const grace = { graceSeconds: removalGraceSeconds };
	await Promise.all(plan.containers.map((name) => engine.runtime.remove(name, grace)));
	for (const reference of plan.images) await engine.builder.remove(reference);
	for (const network of plan.networks) await engine.runtime.removeNetwork(network);
}
