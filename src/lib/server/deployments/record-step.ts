import type { StepName } from '#engine/spec.ts';
import type { Db } from '../db/client.ts';
import { notify } from '../notify.ts';

export interface StepOutcome {
	state: 'succeeded' | 'failed' | 'skipped' | 'cancelled';
	/** One sentence for people. */
	summary: string | null;
}

/** Writes that a step began (`outcome` null) or how it ended; done again, it is another attempt at the same row. */
export async function recordStep(
	db: Db,
	step: { deploymentId: string; name: StepName; attempt: number; outcome: StepOutcome | null }
): Promise<void> {
	const { deploymentId, name, attempt, outcome } = step;
	const now = new Date();
	const begun = { state: 'running' as const, attempt, startedAt: now };
	const ended = outcome && { ...outcome, completedAt: now };
	await db.$transaction(async (tx) => {
		await tx.step.upsert({
			where: { deploymentId_name: { deploymentId, name } },
			create: { deploymentId, name, ...begun, ...ended },
			update: ended ?? { ...begun, summary: null, completedAt: null }
		});
		const { state, serviceId, service } = await tx.deployment.findUniqueOrThrow({
			where: { id: deploymentId },
			select: { state: true, serviceId: true, service: { select: { projectId: true } } }
		});
		const { projectId } = service;
		await notify(tx, { kind: 'deployment', projectId, serviceId, deploymentId, state });
	});
}
