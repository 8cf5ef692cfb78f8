import type { UndoRollbackInput } from '#lib/schemas/deployments.ts';
import { isFinalState } from '#lib/rules/deployment-state.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findService } from '../services/find-service.ts';
import { cancelDeployment } from './cancel-deployment.ts';
import { findDeployment } from './find-deployment.ts';
import type { Queued } from './queue-deployment.ts';
import { queueReturn } from './queue-return.ts';
import { resumeDeploys } from './resume-deploys.ts';

/**
 * The reverse of a rollback: what was live before it is live again and pushes deploy again. One that
 * has not gone live yet is cancelled; then its own deployment is answered.
 * Errors: not_found, not_a_rollback (409), nothing_before (409), release_pruned (409).
 */
export async function undoRollback(
	ctx: Context,
	{ deploymentId, formKey }: UndoRollbackInput
): Promise<Queued> {
	const found = await findDeployment(ctx, { deploymentId, permission: 'projects:change' });
	if (found.trigger !== 'rollback') {
		throw new AppError('not_a_rollback', 409, 'This deployment is not a rollback.');
	}
	const { serviceId, number } = found;
	if (!isFinalState(found.state)) {
		const isLive = await cancelDeployment(ctx, { deploymentId }).then(
			() => false,
			(error: unknown) => {
				// It went live or ended this very moment.
				if (error instanceof AppError && error.status === 409) return true;
				throw error;
			}
		);
		if (!isLive) {
			await resumeDeploys(ctx, { serviceId });
			return { deploymentId, number };
		}
	}
	const release = await ctx.db.release.findUnique({ where: { deploymentId } });
	if (!release) {
		await resumeDeploys(ctx, { serviceId });
		return { deploymentId, number };
	}
	const before = await ctx.db.release.findFirst({
		where: { serviceId, createdAt: { lt: release.createdAt } },
		orderBy: { createdAt: 'desc' },
		include: { deployment: { select: { trigger: true } } }
	});
	if (!before) throw nothingBefore();
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	const pausesDeploys = before.deployment.trigger === 'rollback' && service.rolledBackTo !== null;
	return queueReturn(ctx, service, { releaseId: before.id, formKey, pausesDeploys });
}

const nothingBefore = () =>
	new AppError('nothing_before', 409, 'Nothing was live before this rollback.', {
		hint: 'Deploy the branch instead.'
	});
