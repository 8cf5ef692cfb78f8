import type { ShownService } from '../services/find-service.ts';

/**
 * Names of the volumes that the live release does not have yet, or still has although they shall go: what
 * a deployment mounts is read when it starts.
 */
export function pendingVolumes({
	volumes,
	liveRelease
}: Pick<ShownService, 'volumes' | 'liveRelease'>): string[] {
	const since = liveRelease?.deployment.startedAt ?? null;
	return volumes
		.filter(({ createdAt, deletedAt }) => deletedAt || !since || createdAt >= since)
		.map(({ name }) => name);
}
