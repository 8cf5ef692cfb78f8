import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { waitForDeployment, type Events } from '../events.ts';

const longest = 10 * 60_000;

/** Who asked for it does not want to wait (RFC 7240). */
export function prefersAsync(request: Request): boolean {
	return /(^|,)\s*respond-async\s*(,|;|$)/i.test(request.headers.get('prefer') ?? '');
}

/** Steps that make the image: their failures are "Build failed". */
const building = new Set(['checkout', 'detect', 'build', 'push']);

async function failure(ctx: Context, deploymentId: string): Promise<AppError> {
	const row = await ctx.db.deployment.findUniqueOrThrow({ where: { id: deploymentId } });
	const details = row.errorMessage ?? `it was ${row.state}`;
	const isBuild = row.state === 'failed' && building.has(row.errorStep ?? '');
	return new AppError(
		row.errorCode ?? `deployment_${row.state}`,
		422,
		`${isBuild ? 'Build' : 'Deployment'} failed: ${details}`,
		row.errorHint === null ? {} : { hint: row.errorHint }
	);
}

/**
 * Waits until a deployment went live. Errors: what it failed with, as "Build failed: …" (422);
 * deployment_timeout (504) after ten minutes, while it goes on.
 */
export async function untilLive(
	ctx: Context & { events: Events },
	{ deploymentId, signal }: { deploymentId: string; signal: AbortSignal }
): Promise<void> {
	const deadline = AbortSignal.timeout(longest);
	try {
		const state = await waitForDeployment(ctx, {
			deploymentId,
			signal: AbortSignal.any([signal, deadline])
		});
		if (state !== 'succeeded') throw await failure(ctx, deploymentId);
	} catch (error) {
		if (!deadline.aborted || error instanceof AppError) throw error;
		throw new AppError('deployment_timeout', 504, 'The deployment is not over after 10 minutes.', {
			hint: 'It goes on: ask GET /api/v1/apps/{app_name}/status.'
		});
	}
}
