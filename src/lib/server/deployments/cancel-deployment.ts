import { isFinalState } from '#lib/rules/deployment-state.ts';
import type { DeploymentState } from '#prisma/client/enums.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { findDeployment } from './find-deployment.ts';
import { lockDeployment } from './lock-deployment.ts';

/**
 * Cancels: at once while it waits, within seconds while it runs, and not at all once it is live.
 * Answers the state it is in now. Errors: not_found, already_over (409), already_live (409).
 */
export async function cancelDeployment(
	ctx: Context,
	{ deploymentId }: { deploymentId: string }
): Promise<{ state: DeploymentState }> {
	const { service, number } = await findDeployment(ctx, {
		deploymentId,
		permission: 'projects:change'
	});
	return ctx.db.$transaction(async (tx) => {
		const locked = await lockDeployment(tx, deploymentId);
		if (isFinalState(locked.state)) {
			throw new AppError('already_over', 409, `This deployment is over: ${locked.state}.`);
		}
		if (locked.hasRelease) {
			throw new AppError('already_live', 409, 'This deployment is live already.', {
				hint: 'Roll back to an older release instead.'
			});
		}
		const isWaiting = locked.state === 'queued';
		const now = ctx.clock();
		const state = isWaiting ? 'cancelled' : 'running';
		await tx.deployment.update({
			where: { id: deploymentId },
			data: {
				state,
				cancelAskedAt: now,
				cancelAskedBy: ctx.actor.userId,
				...(isWaiting && { completedAt: now })
			}
		});
		await recordAudit(tx, ctx, {
			action: 'deployment.cancelled',
			subject: deploymentId,
			projectId: service.projectId,
			serviceId: service.id,
			detail: { service: service.name, number, wasRunning: !isWaiting }
		});
		if (!isWaiting) await notify(tx, { kind: 'cancel', deploymentId });
		const { id: serviceId, projectId } = service;
		await notify(tx, { kind: 'deployment', projectId, serviceId, deploymentId, state });
		return { state };
	});
}
