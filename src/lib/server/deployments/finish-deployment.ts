import { fewWords } from '#lib/rules/few-words.ts';
import { isFinalState } from '#lib/rules/deployment-state.ts';
import type { DeploymentState } from '#prisma/client/enums.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { system } from '../auth/actors.ts';
import type { Db, Transaction } from '../db/client.ts';
import { announce } from '../notifications/announce.ts';
import { notify } from '../notify.ts';
import { lockDeployment, type LockedDeployment } from './lock-deployment.ts';

export interface Outcome {
	state: 'succeeded' | 'failed' | 'cancelled' | 'superseded';
	error?: { code: string; step: string | null; message: string; hint: string | null };
}

/**
 * Writes how a deployment ended; a second end changes nothing. One that was stopped because a newer
 * one came counts as superseded, not as cancelled. Answers the state it is in now.
 */
export async function finishDeployment(
	db: Db,
	{ deploymentId, outcome }: { deploymentId: string; outcome: Outcome }
): Promise<DeploymentState> {
	return db.$transaction(async (tx) => {
		const locked = await lockDeployment(tx, deploymentId);
		const { serviceId, projectId } = locked;
		if (isFinalState(locked.state)) return locked.state;
		const isOvertaken =
			outcome.state === 'cancelled' &&
			!locked.isCancelAsked &&
			locked.newestGeneration > locked.generation;
		const state = isOvertaken ? 'superseded' : outcome.state;
		const error = isOvertaken
			? {
					code: 'superseded',
					step: null,
					message: 'A newer deployment was requested meanwhile.',
					hint: null
				}
			: outcome.error;
		await tx.step.updateMany({
			where: { deploymentId, state: 'running' },
			data: { state: state === 'failed' ? 'failed' : 'cancelled', completedAt: new Date() }
		});
		await tx.deployment.update({
			where: { id: deploymentId },
			data: {
				state,
				completedAt: new Date(),
				errorCode: error?.code ?? null,
				errorStep: error?.step ?? null,
				errorMessage: error?.message.replaceAll('\0', '').slice(0, 10_000) ?? null,
				errorHint: error?.hint ?? null
			}
		});
		if (state === 'failed') await noteFailed(tx, locked);
		if (state === 'succeeded' || state === 'failed') {
			await recordOutcome(tx, { deploymentId, locked, state, error });
			const kind = `deployment-${state}` as const;
			const occasionId = `${kind}:${deploymentId}`;
			await announce(tx, { occasion: { kind, deploymentId }, occasionId, projectId });
		}
		await notify(
			tx,
			{ kind: 'deployment', projectId, serviceId, deploymentId, state },
			{ kind: 'service', projectId, serviceId }
		);
		return state;
	});
}

/** Lists of what needs a look find it; the next deployment that is asked for takes it back. */
async function noteFailed(
	tx: Transaction,
	{ serviceId, generation }: LockedDeployment
): Promise<void> {
	await tx.service.updateMany({
		where: { id: serviceId, generation },
		data: { lastFailed: true }
	});
}

/** For the activity: who asked for it stands there already. */
async function recordOutcome(
	tx: Transaction,
	ended: {
		deploymentId: string;
		locked: LockedDeployment;
		state: 'succeeded' | 'failed';
		error: Outcome['error'];
	}
): Promise<void> {
	const { deploymentId, locked, state, error } = ended;
	const { serviceId, projectId, serviceName: service, number, trigger } = locked;
	await recordAudit(
		tx,
		{ actor: system() },
		{
			action: state === 'succeeded' ? 'deployment.succeeded' : 'deployment.failed',
			...{ subject: deploymentId, projectId, serviceId },
			detail: {
				...{ service, number, trigger },
				...(error && { step: error.step, cause: fewWords(error.message) })
			}
		}
	);
}
