import type { RollbackInput } from '#lib/schemas/deployments.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';
import type { Queued } from './queue-deployment.ts';
import { queueReturn } from './queue-return.ts';

/**
 * Brings an older release back: its image, variables and settings. The service's own settings and
 * variables stay as they are, and show as "changed, not applied". Pushes wait until a person resumes:
 * what was just taken back must not come again by itself.
 * Errors: not_found, already_live (409), release_pruned (409).
 */
export async function rollback(
	ctx: Context,
	{ serviceId, releaseId, formKey }: RollbackInput
): Promise<Queued> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	return queueReturn(ctx, service, { releaseId, formKey, pausesDeploys: true });
}
