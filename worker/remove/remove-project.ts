import { objectNames, type Id } from '#engine/spec.ts';
import { notify } from '#lib/server/notify.ts';
import type { World } from '../world.ts';

/** Removes a project marked deleted once its services are gone; the last of them asks for it again. */
export async function removeProject(world: World, projectId: Id): Promise<void> {
	const { db, engine, queue } = world;
	const project = await db.project.findFirst({
		where: { id: projectId, deletedAt: { not: null } },
		select: { services: { select: { id: true } } }
	});
	if (!project) return;
	if (project.services.length > 0) {
		await db.$transaction(async (tx) => {
			await tx.service.updateMany({
				where: { projectId, deletedAt: null },
				data: { deletedAt: new Date() }
			});
			for (const { id: serviceId } of project.services) {
				const options = {
					queueName: `service:${serviceId}`,
					jobKey: `delete-service:${serviceId}`
				};
				await queue.add(tx, 'delete-service', { serviceId }, options);
			}
		});
		return;
	}
	await engine.runtime.removeNetwork(objectNames.network(projectId));
	await db.$transaction(async (tx) => {
		await tx.project.deleteMany({ where: { id: projectId } });
		await notify(tx, { kind: 'project', projectId });
	});
}
