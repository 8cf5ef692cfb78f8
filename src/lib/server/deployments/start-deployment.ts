import { isFinalState } from '#lib/rules/deployment-state.ts';
import type { Db } from '../db/client.ts';
import { notify } from '../notify.ts';
import { lockDeployment } from './lock-deployment.ts';

export type Start =
	/** `attempt` counts from 1; more than 1: a worker was lost on the way. */
	| { go: true; attempt: number; hasRelease: boolean }
	/** It ended before it began: cancelled, superseded, or its service is going away. */
	| { go: false };

/** The worker takes a deployment on, for the first time or again after a worker was lost. */
export async function startDeployment(
	db: Db,
	{ deploymentId, clock = () => new Date() }: { deploymentId: string; clock?: () => Date }
): Promise<Start> {
	const now = clock();
	return db.$transaction(async (tx) => {
		const locked = await lockDeployment(tx, deploymentId);
		const { serviceId, projectId, generation, hasRelease } = locked;
		if (isFinalState(locked.state)) return { go: false };
		const isNewest = locked.newestGeneration === generation;
		const end =
			locked.isLeaving || locked.isCancelAsked
				? ('cancelled' as const)
				: isNewest
					? null
					: ('superseded' as const);
		// What is live already is only finished: its traffic was switched, the rest is tidying.
		const state = end === null || hasRelease ? 'running' : end;
		const attempt = locked.attempt + (state === 'running' ? 1 : 0);
		await tx.deployment.update({
			where: { id: deploymentId },
			data: {
				state,
				attempt,
				...(locked.state === 'queued' && { startedAt: now }),
				...(state !== 'running' && { completedAt: now })
			}
		});
		await notify(tx, { kind: 'deployment', projectId, serviceId, deploymentId, state });
		return state === 'running' ? { go: true, attempt, hasRelease } : { go: false };
	});
}
