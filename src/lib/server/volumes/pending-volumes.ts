import type { Context } from '../context.ts';

/**
 * Names of the volumes that the live release does not have yet, or still has although they shall go: what
 * a deployment mounts is read when it starts.
 */
export async function pendingVolumes(
	{ db }: Pick<Context, 'db'>,
	{ serviceId, liveRelease }: { serviceId: string; liveRelease: { deploymentId: string } }
): Promise<string[]> {
	const volumes = await db.volume.findMany({ where: { serviceId }, orderBy: { path: 'asc' } });
	if (volumes.length === 0) return [];
	const deployment = await db.deployment.findUnique({
		where: { id: liveRelease.deploymentId },
		select: { startedAt: true }
	});
	const since = deployment?.startedAt ?? null;
	return volumes
		.filter(({ createdAt, deletedAt }) => deletedAt || !since || createdAt >= since)
		.map(({ name }) => name);
}
