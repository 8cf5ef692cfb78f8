import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { oncePerForm } from '../db/unique.ts';
import { AppError, notFound } from '../errors.ts';
import type { FoundService } from '../services/find-service.ts';
import { findByFormKey } from './find-by-form-key.ts';
import { queueDeployment, type Queued } from './queue-deployment.ts';
import { returnTo } from './return-to.ts';

interface Wanted {
	releaseId: string;
	formKey?: string | undefined;
	/** Until someone resumes, pushes wait; else those that wait are let go on. */
	pausesDeploys: boolean;
}

/**
 * Queues the return to another release, by a person's wish.
 * Errors: not_found, already_live (409), release_pruned (409).
 */
export async function queueReturn(
	ctx: Context,
	service: FoundService,
	{ releaseId, formKey, pausesDeploys }: Wanted
): Promise<Queued> {
	const serviceId = service.id;
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
	const rolledBackTo = pausesDeploys && service.autoDeploy ? release.deployment.number : null;
	const make = () =>
		ctx.db.$transaction(async (tx) => {
			const wanted = { ...returnTo(release), trigger: 'rollback' as const, formKey };
			const queued = await queueDeployment(tx, ctx, wanted);
			// A clean-up may have marked it until the service was locked for this.
			const { prunedAt } = await tx.release.findUniqueOrThrow({ where: { id: release.id } });
			if (prunedAt) throw pruned();
			await tx.service.update({ where: { id: serviceId }, data: { rolledBackTo } });
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
