import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { labels, type Id } from '#engine/spec.ts';
import { notify } from '#lib/server/notify.ts';
import { asideFolder } from '#engine/logs/aside-files.ts';
import { removeLeavingVolumes } from '../volumes/remove-leaving-volumes.ts';
import type { World } from '../world.ts';

const stopGraceSeconds = 10;

/**
 * Removes all that runs or is stored of a service marked deleted, then its row. Every part may be
 * gone already: it is simply done again after a worker was lost. Of its volumes only those whose
 * removal was confirmed go, too.
 */
export async function removeService(world: World, serviceId: Id): Promise<void> {
	const { db, engine, queue } = world;
	const service = await db.service.findFirst({
		where: { id: serviceId, deletedAt: { not: null } },
		select: { projectId: true, project: { select: { deletedAt: true } } }
	});
	if (!service) return;
	const own = { [labels.installation]: world.installation, [labels.service]: serviceId };
	await engine.names.remove(serviceId);
	const containers = await engine.runtime.list(own);
	await Promise.all(
		containers.map(({ name }) => engine.runtime.remove(name, { graceSeconds: stopGraceSeconds }))
	);
	await removeLeavingVolumes(world, { serviceId });
	for (const image of await engine.builder.list(own)) await engine.builder.remove(image.reference);
	await engine.sites.removeAll(serviceId);
	await engine.checkout.remove(serviceId);
	await removeFiles(world, serviceId);
	const { projectId, project } = service;
	await db.$transaction(async (tx) => {
		await tx.service.deleteMany({ where: { id: serviceId } });
		await notify(tx, { kind: 'project', projectId });
		if (project.deletedAt) {
			await queue.add(
				tx,
				'delete-project',
				{ projectId },
				{ jobKey: `delete-project:${projectId}` }
			);
		}
	});
}

async function removeFiles({ db, paths }: World, serviceId: Id): Promise<void> {
	const deployments = await db.deployment.findMany({ where: { serviceId }, select: { id: true } });
	const logs = deployments.map(({ id }) => paths.deploymentLog(id));
	for (const path of [...logs, paths.serviceLog(serviceId), paths.requestLog(serviceId)]) {
		await rm(path, { force: true });
		await rm(asideFolder(path), { recursive: true, force: true });
	}
	await rm(dirname(paths.metrics(serviceId, 'any')), { recursive: true, force: true });
}
