import type { RequestDeploymentInput } from '#lib/schemas/deployments.ts';
import type { Context } from '../context.ts';
import { oncePerForm } from '../db/unique.ts';
import { AppError } from '../errors.ts';
import { findShownService, type ShownService } from '../services/find-service.ts';
import { resolveCommit } from '../services/git-source.ts';
import { pendingChanges } from '../variables/pending-changes.ts';
import { findByFormKey } from './find-by-form-key.ts';
import { queueDeployment, type Queued, type Wanted } from './queue-deployment.ts';

/** New variables and limits on the image that runs now. */
async function withLiveImage(ctx: Context, service: ShownService): Promise<Partial<Wanted>> {
	const { liveRelease } = service;
	if (!liveRelease || liveRelease.prunedAt) {
		throw new AppError('nothing_live', 409, 'There is no live release to use again.', {
			hint: 'Deploy the branch instead.'
		});
	}
	if ((await pendingChanges(ctx, service))?.needsBuild) {
		throw new AppError('needs_build', 409, 'What was changed since needs a build.', {
			hint: 'Deploy the branch instead: the live image was made with the old values.'
		});
	}
	const live = await ctx.db.deployment.findUniqueOrThrow({
		where: { id: liveRelease.deploymentId }
	});
	return {
		trigger: 'variables',
		baseReleaseId: liveRelease.id,
		commitSha: live.commitSha,
		branch: live.branch,
		commit: { message: live.commitMessage, author: live.commitAuthor, at: live.committedAt }
	};
}

/**
 * Asks for a deployment: of the branch's newest commit, of a given commit, or (`reuseImage: 'live'`) of
 * the live image with the present variables and limits, without a build. `fresh` builds although the
 * same files and settings have an image.
 * Errors: not_found, repository_not_found, branch_not_found, commit_not_found, nothing_live (409),
 * needs_build (409).
 */
export async function requestDeployment(
	ctx: Context,
	input: RequestDeploymentInput & { trigger?: 'manual' | 'api' }
): Promise<Queued> {
	const { serviceId, formKey, reuseImage, commit, fresh: isFresh } = input;
	const service = await findShownService(ctx, { serviceId, permission: 'projects:change' });
	const branch = input.branch ?? service.branch;
	const trigger = input.trigger ?? 'manual';
	return oncePerForm(formKey, {
		find: (key) => findByFormKey(ctx, { serviceId, formKey: key }),
		async make() {
			const source =
				reuseImage === 'live'
					? await withLiveImage(ctx, service)
					: { commitSha: await resolveCommit(ctx, { ...service, branch, commit }), branch };
			return ctx.db.$transaction((tx) =>
				queueDeployment(tx, ctx, {
					...{ serviceId, trigger, formKey, isFresh },
					...{ commitSha: null, ...source }
				})
			);
		}
	});
}
