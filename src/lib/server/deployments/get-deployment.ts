import type { Plan } from '#engine/detect/plan.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';
import { appHost, httpsUrl, loadOwnNames } from '../settings/own-names.ts';
import { crashedAfterLive } from './return-after-crash.ts';
import { summaryInclude, toSummary, type DeploymentView } from './views.ts';

/** A deployment with its steps, plan and error. Errors: not_found. */
export async function getDeployment(
	ctx: Context,
	{ deploymentId }: { deploymentId: string }
): Promise<DeploymentView> {
	const project = authorise(ctx, 'projects:see');
	const row = isId(deploymentId)
		? await ctx.db.deployment.findFirst({
				where: { id: deploymentId, service: { deletedAt: null, project } },
				include: {
					...summaryInclude,
					steps: { orderBy: { startedAt: 'asc' } },
					baseRelease: { select: { deployment: { select: { number: true } } } }
				}
			})
		: null;
	if (!row) throw notFound('deployment');
	const found = row.baseReleaseId === null ? await builtBefore(ctx, row) : null;
	const names = await loadOwnNames(ctx.db, ctx.env);
	return {
		...toSummary(row),
		attempt: row.attempt,
		committedAt: row.committedAt,
		cancelAskedAt: row.cancelAskedAt,
		steps: row.steps.map(({ name, state, summary, attempt, startedAt, completedAt }) => ({
			name,
			state,
			summary,
			attempt,
			startedAt,
			completedAt
		})),
		// Written by record-plan.ts alone.
		plan: row.plan as Plan | null,
		basedOn: row.baseRelease?.deployment.number ?? found,
		isReused: found !== null,
		isFresh: row.isFresh,
		returnedFrom: row.trigger === 'recovery' ? await crashBefore(ctx, row) : null,
		url: httpsUrl(appHost(row.service.name, names), names)
	};
}

/** Number of the deployment that built the image of this one; null: this one did, or it is not live yet. */
async function builtBefore(
	ctx: Context,
	{
		serviceId,
		number,
		release
	}: { serviceId: string; number: number; release: { id: string } | null }
): Promise<number | null> {
	if (!release) return null;
	const { imageId } = await ctx.db.release.findUniqueOrThrow({ where: { id: release.id } });
	const first = await ctx.db.release.findFirst({
		where: { serviceId, imageId, deployment: { number: { lt: number } } },
		orderBy: { deployment: { number: 'asc' } },
		select: { deployment: { select: { number: true } } }
	});
	return first?.deployment.number ?? null;
}

/** The crash that a return answers: the newest before it, since both are written down at once. */
async function crashBefore(
	ctx: Context,
	{ serviceId, number }: { serviceId: string; number: number }
): Promise<DeploymentView['returnedFrom']> {
	const crashed = await ctx.db.deployment.findFirst({
		where: { serviceId, number: { lt: number }, errorCode: crashedAfterLive },
		orderBy: { number: 'desc' },
		select: { id: true, number: true, errorMessage: true }
	});
	if (!crashed) return null;
	const { id, errorMessage } = crashed;
	return { id, number: crashed.number, what: errorMessage ?? 'Crashed soon after going live' };
}
