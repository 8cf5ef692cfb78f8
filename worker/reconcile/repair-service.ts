import { labels, type Id } from '#engine/spec.ts';
import { planContainers } from '#engine/runtime/container-plan.ts';
import type { Container, ContainerPlan } from '#engine/runtime/port.ts';
import { planWorkers } from '#engine/runtime/process-plan.ts';
import { ensureProjectNetwork } from '#engine/runtime/project-network.ts';
import { isRunning } from '#engine/pipeline/own-containers.ts';
import { publishSite } from '#engine/pipeline/publish-site.ts';
import { loadDeploymentSpec } from '#lib/server/deployments/load-deployment-spec.ts';
import { releaseImage } from '#lib/server/deployments/release-image.ts';
import type { World } from '../world.ts';
import { askForCertificates } from '../domains/warm-certificates.ts';
import { planService } from './plan.ts';
import { loadWantedService } from './wanted.ts';

const removalGraceSeconds = 10;

/**
 * Makes one service as wanted. Runs in the service's own queue, so that no deployment changes it
 * meanwhile. Errors: those of the engine (image_not_found, container_not_started, docker_unreachable).
 */
export async function repairService(
	world: World,
	{ serviceId, signal }: { serviceId: Id; signal: AbortSignal }
): Promise<void> {
	const { runtime, names, sites } = world.engine;
	const own = { [labels.installation]: world.installation, [labels.service]: serviceId };
	const containers = await runtime.list(own);
	const entry = (await names.find(serviceId)) ?? undefined;
	const wanted = await loadWantedService(world, serviceId);
	// A deployment whose worker was lost goes on by itself, with all that it had made.
	if (!wanted || wanted.busy) return;
	let plan = planService(wanted, { containers, entry, sites: await sites.list(serviceId) });
	if (plan.start) {
		await startLive(world, { serviceId, signal });
		plan = planService(wanted, {
			containers: await runtime.list(own),
			entry,
			sites: await sites.list(serviceId)
		});
	}
	// Traffic is led away before anything ends.
	if (plan.entry) {
		await names.update(serviceId, plan.entry);
		const known = new Set(entry?.hosts.filter((host) => host.certificate).map(({ host }) => host));
		const isNew = plan.entry.hosts.some(({ host, certificate }) => certificate && !known.has(host));
		if (isNew) await askForCertificates(world, serviceId);
	}
	for (const name of plan.stop) await runtime.stop(name, { graceSeconds: removalGraceSeconds });
	for (const name of plan.remove) await runtime.remove(name, { graceSeconds: removalGraceSeconds });
	if (plan.startWorkers) await startWorkers(world, { serviceId, signal });
}

/** Those that run already are left as they are. */
async function startWorkers(
	world: World,
	{ serviceId, signal }: { serviceId: Id; signal: AbortSignal }
): Promise<void> {
	const { runtime } = world.engine;
	const found = await loadLive(world, serviceId);
	if (!found) return;
	for (const plan of planWorkers(found.spec, found.image)) {
		const isThere = isRunningAs(await runtime.inspect(plan.name), plan);
		if (!isThere) await runtime.start(plan, { signal });
	}
}

const isRunningAs = (found: Container | null, plan: ContainerPlan) =>
	found !== null &&
	isRunning(found) &&
	found.labels[labels.command] === plan.labels[labels.command];

/** The live release as its deployment ran it, with all that is frozen in it; null when there is none. */
async function loadLive(world: World, serviceId: Id) {
	const release = await world.db.release.findFirst({ where: { liveOf: { id: serviceId } } });
	if (!release) return null;
	const spec = await loadDeploymentSpec(world, { deploymentId: release.deploymentId });
	return { spec, image: releaseImage(release) };
}

/** Starts the live release, or publishes its files, as its deployment did, with all that is frozen in it. */
async function startLive(
	world: World,
	{ serviceId, signal }: { serviceId: Id; signal: AbortSignal }
) {
	const { engine } = world;
	const found = await loadLive(world, serviceId);
	if (!found) return;
	const { spec, image } = found;
	if (image.files !== null) {
		await publishSite({ image, folder: image.files }, { spec, engine, signal });
		return;
	}
	await ensureProjectNetwork(engine.runtime, spec);
	const plans = planContainers(spec, image);
	await Promise.all(plans.map((plan) => engine.runtime.start(plan, { signal })));
}
