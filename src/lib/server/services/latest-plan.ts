import type { Plan } from '#engine/detect/plan.ts';
import type { Context } from '../context.ts';
import { findShownService } from './find-service.ts';

/** What was detected for the latest deployment of a service; null: nothing yet. Errors: not_found. */
export async function latestPlan(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<Plan | null> {
	const { deployments } = await findShownService(ctx, { serviceId, permission: 'projects:see' });
	// Written by record-plan.ts alone.
	return (deployments[0]?.plan ?? null) as Plan | null;
}
