import type { Db } from '../db/client.ts';

/**
 * Says that a service's image is about to be removed: its releases can no longer be rolled back to.
 * Answers false, and changes nothing, when it is live after all or a deployment wants it.
 */
export async function markPruned(
	db: Db,
	{ serviceId, image }: { serviceId: string; image: string }
): Promise<boolean> {
	return db.$transaction(async (tx) => {
		// Whoever asks for a deployment of this service takes the same lock.
		await tx.$executeRaw`select 1 from service where id = ${serviceId} for update`;
		const wanted = await tx.release.count({
			where: {
				serviceId,
				image,
				OR: [
					{ liveOf: { isNot: null } },
					{ basedOnThis: { some: { state: { in: ['queued', 'running'] } } } }
				]
			}
		});
		if (wanted > 0) return false;
		await tx.release.updateMany({
			where: { serviceId, image, prunedAt: null },
			data: { prunedAt: new Date() }
		});
		return true;
	});
}
