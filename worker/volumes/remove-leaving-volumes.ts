import { AppError } from '#engine/error.ts';
import { objectNames, type Id } from '#engine/spec.ts';
import { notify } from '#lib/server/notify.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { World } from '../world.ts';

/**
 * Removes the data of volumes whose removal a person confirmed, and their rows. One that a container
 * still mounts stays until the next round. Of a service: of that one only, as a part of its own removal.
 * Answers whether any stays.
 */
export async function removeLeavingVolumes(
	{ db, engine }: Pick<World, 'db' | 'engine'>,
	{ serviceId }: { serviceId?: Id } = {}
): Promise<boolean> {
	// While something is being deployed, a container that mounts it may just come into being.
	const quiet: Prisma.ServiceWhereInput = {
		deletedAt: null,
		deployments: { none: { state: 'running' } }
	};
	const leaving = await db.volume.findMany({
		where: { deletedAt: { not: null }, ...(serviceId ? { serviceId } : { service: quiet }) },
		select: { id: true, serviceId: true, service: { select: { projectId: true } } }
	});
	let anyStays = false;
	for (const volume of leaving) {
		const isGone = await engine.runtime.removeVolume(objectNames.volume(volume.id)).then(
			() => true,
			(error: unknown) => {
				if (error instanceof AppError && error.code === 'volume_in_use') return false;
				throw error;
			}
		);
		anyStays ||= !isGone;
		if (!isGone) continue;
		await db.volume.deleteMany({ where: { id: volume.id } });
		const { projectId } = volume.service;
		await notify(db, { kind: 'service', projectId, serviceId: volume.serviceId });
	}
	return anyStays;
}
