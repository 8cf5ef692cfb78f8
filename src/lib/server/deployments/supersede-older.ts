import type { Service } from '#prisma/client/client.ts';
import type { Transaction } from '../db/client.ts';
import { notify } from '../notify.ts';

/**
 * The newest request wins: older ones that wait end here, one that is being built is told to stop
 * (go-live.ts would refuse it anyway), one that went live already finishes in peace.
 */
export async function supersedeOlder(
	tx: Transaction,
	{ service, number }: { service: Service; number: number }
): Promise<void> {
	const { id: serviceId, projectId } = service;
	const ended = await tx.deployment.updateManyAndReturn({
		where: { serviceId, state: 'queued' },
		data: {
			state: 'superseded',
			completedAt: new Date(),
			errorCode: 'superseded',
			errorMessage: `Deployment #${number} was requested before this one began.`
		},
		select: { id: true }
	});
	for (const { id: deploymentId } of ended) {
		const state = 'superseded';
		await notify(tx, { kind: 'deployment', projectId, serviceId, deploymentId, state });
	}
	const building = await tx.deployment.findMany({
		where: { serviceId, state: 'running', release: null },
		select: { id: true }
	});
	for (const { id: deploymentId } of building) await notify(tx, { kind: 'cancel', deploymentId });
}
