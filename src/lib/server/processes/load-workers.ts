import type { ProcessSpec } from '#engine/spec.ts';
import type { Db } from '../db/client.ts';

/** The workers of a deployment's service as they shall run now; those with 0 replicas rest. */
export async function loadWorkers(
	db: Db,
	{ deploymentId }: { deploymentId: string }
): Promise<ProcessSpec[]> {
	return db.process.findMany({
		where: {
			kind: 'worker',
			replicas: { gt: 0 },
			service: { deployments: { some: { id: deploymentId } } }
		},
		orderBy: { name: 'asc' },
		select: { name: true, command: true, replicas: true }
	});
}
