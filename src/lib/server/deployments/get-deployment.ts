import type { Plan } from '#engine/detect/plan.ts';
import type { Context } from '../context.ts';
import { knownNames } from '../settings/known-names.ts';
import { appHost, httpsUrl } from '../settings/own-names.ts';
import { crashedAfterLive } from './return-after-crash.ts';
import { findDeployment } from './find-deployment.ts';
import { toSummary, type DeploymentView } from './views.ts';

/** A deployment with its steps, plan and error. Errors: not_found. */
export async function getDeployment(
	ctx: Context,
	{ deploymentId }: { deploymentId: string }
): Promise<DeploymentView> {
	const row = await findDeployment(ctx, { deploymentId, permission: 'projects:see' });
	const found = row.baseReleaseId === null ? await builtBefore(ctx, row) : null;
	const names = await knownNames(ctx.db, ctx.env);
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
	const [first] = await ctx.db.$queryRaw<{ number: number }[]>`
		select d.number from release own
		join release r on r.service_id = own.service_id and r.image_id = own.image_id
		join deployment d on d.id = r.deployment_id
		where own.id = ${release.id} and own.service_id = ${serviceId} and d.number < ${number}
		order by d.number limit 1`;
	return first?.number ?? null;
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
