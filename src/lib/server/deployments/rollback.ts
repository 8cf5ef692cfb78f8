import type { RollbackInput } from '#lib/schemas/deployments.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { oncePerForm } from '../db/unique.ts';
import { AppError, notFound } from '../errors.ts';
import { findService } from '../services/find-service.ts';
import { findByFormKey } from './find-by-form-key.ts';
import { queueDeployment, type Queued } from './queue-deployment.ts';
import { returnTo } from './return-to.ts';

/**
 * Brings an older release back: its image, variables and settings. The service's own settings and
 * variables stay as they are, and show as "changed, not applied".
 * Errors: not_found, already_live (409), release_pruned (409).
 */
export async function rollback(
	ctx: Context,
	{ serviceId, releaseId, formKey }: RollbackInput
): Promise<Queued> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	const release = isId(releaseId)
		? await ctx.db.release.findFirst({
				where: { id: releaseId, serviceId },
				include: { deployment: true }
			})
		: null;
	if (!release) throw notFound('release');
	if (release.id === service.liveReleaseId && service.state === 'live') {
		throw new AppError('already_live', 409, 'This release is live.');
	}
	if (release.prunedAt) throw pruned();
	const make = () =>
		ctx.db.$transaction(async (tx) => {
			const wanted = { ...returnTo(release), trigger: 'rollback' as const, formKey };
			const queued = await queueDeployment(tx, ctx, wanted);
			// A clean-up may have marked it until the service was locked for this.
			const { prunedAt } = await tx.release.findUniqueOrThrow({ where: { id: release.id } });
			if (prunedAt) throw pruned();
			return queued;
		});
	return oncePerForm(formKey, {
		find: (key) => findByFormKey(ctx, { serviceId, formKey: key }),
		make
	});
}

const pruned = () =>
	new AppError('release_pruned', 409, 'The image of this release is no longer kept.', {
		hint: 'Deploy its commit again instead.'
	});
