import { labels, type Id } from '#engine/spec.ts';
import { loadDeploymentSpec } from '#lib/server/deployments/load-deployment-spec.ts';
import type { World } from './world.ts';

/**
 * Stops what runs of a service that shall be stopped. Its hosts show the page "stopped" first, so no
 * request meets a closed port. A service that was started again meanwhile is left alone.
 */
export async function stopService(world: World, serviceId: Id): Promise<void> {
	const { db, engine, installation } = world;
	const service = await db.service.findFirst({
		where: { id: serviceId, state: 'stopped', deletedAt: null },
		select: { liveRelease: { select: { deploymentId: true } } }
	});
	if (!service) return;
	await engine.names.update(serviceId, { state: 'stopped', targets: [] });
	const deploymentId = service.liveRelease?.deploymentId;
	const spec = deploymentId ? await loadDeploymentSpec(world, { deploymentId }) : null;
	const graceSeconds = spec?.run.stopGraceSeconds ?? 10;
	const own = { [labels.installation]: installation, [labels.service]: serviceId };
	const containers = await engine.runtime.list(own);
	await Promise.all(containers.map(({ name }) => engine.runtime.stop(name, { graceSeconds })));
}
