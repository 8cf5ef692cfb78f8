import { isWeb } from '#engine/pipeline/own-containers.ts';
import { labels, objectNames, type Id } from '#engine/spec.ts';
import type { World } from '../world.ts';

/** Containers of the live release that run now; those kept warm answer nobody and do not count. */
export async function runningReplicas(
	{ db, engine, installation }: Pick<World, 'db' | 'engine' | 'installation'>,
	serviceId: Id
): Promise<{ running: number }> {
	const live = await db.release.findFirst({
		where: { liveOf: { id: serviceId } },
		select: { deploymentId: true }
	});
	if (!live) return { running: 0 };
	const prefix = objectNames.containers(serviceId, live.deploymentId);
	const own = { [labels.installation]: installation, [labels.service]: serviceId };
	const containers = await engine.runtime.list(own);
	const running = containers
		.filter(({ name, state }) => name.startsWith(prefix) && state === 'running')
		.filter(isWeb);
	return { running: running.length };
}
