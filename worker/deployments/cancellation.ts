import type { Db } from '#lib/server/db/client.ts';
import type { Events } from '#lib/server/events.ts';

/** The reason with which a deployment's signal aborts when somebody, or a newer deployment, stops it. */
export class DeploymentCancelled extends Error {
	override name = 'DeploymentCancelled';

	constructor() {
		super('This deployment was cancelled.');
	}
}

export interface CancelWatch {
	signal: AbortSignal;
	end(): void;
}

/**
 * Hears when a running deployment shall stop. The row is asked whenever an event may have been missed,
 * so listening begins before the deployment does.
 */
export function watchCancellation(
	{ db, events }: { db: Db; events: Events },
	{ deploymentId, isLive }: { deploymentId: string; isLive: () => boolean }
): CancelWatch {
	const controller = new AbortController();
	const cancel = () => {
		if (!isLive()) controller.abort(new DeploymentCancelled());
	};
	const look = async () => {
		const row = await db.deployment.findUnique({
			where: { id: deploymentId },
			select: { cancelAskedAt: true, generation: true, service: { select: { generation: true } } }
		});
		if (row?.cancelAskedAt || (row && row.service.generation > row.generation)) cancel();
	};
	const end = events.subscribe((event) => {
		if (event.kind === 'cancel' && event.deploymentId === deploymentId) cancel();
		// The database was away a moment ago; when it is away again, its return says so, too.
		if (event.kind === 'resync') look().catch(() => {});
	});
	return { signal: controller.signal, end };
}

/** Who or what stopped it, as the log's last line says. */
export async function cancelledBy(db: Db, deploymentId: string): Promise<string> {
	const row = await db.deployment.findUnique({
		where: { id: deploymentId },
		select: { cancelAskedAt: true, cancelAskedBy: true, generation: true, service: true }
	});
	if (row && !row.cancelAskedAt) {
		const newer = await db.deployment.findFirst({
			where: { serviceId: row.service.id, generation: { gt: row.generation } },
			orderBy: { generation: 'desc' },
			select: { number: true }
		});
		if (newer) return `Stopped: deployment #${newer.number} was requested`;
		if (row.service.deletedAt) return 'Stopped: the service is being deleted';
	}
	const user = row?.cancelAskedBy
		? await db.user.findUnique({ where: { id: row.cancelAskedBy }, select: { email: true } })
		: null;
	return `Cancelled by ${user?.email ?? 'Gantry'}`;
}
