import type { Transaction } from '../db/client.ts';

/** Ends deployments that still waited when #`number` was requested. The caller holds the service's row, and tells of it. */
export async function supersedeOlder(
	tx: Transaction,
	{ waiting, number }: { waiting: string[]; number: number }
): Promise<void> {
	if (waiting.length === 0) return;
	await tx.deployment.updateMany({
		where: { id: { in: waiting }, state: 'queued' },
		data: {
			state: 'superseded',
			completedAt: new Date(),
			errorCode: 'superseded',
			errorMessage: `Deployment #${number} was requested before this one began.`
		}
	});
}
