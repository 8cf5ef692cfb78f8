import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';
import { readOwn } from './own-variables.ts';
import { shownVariable, type VariableView } from './shown-state.ts';

/** A service's own variables in the order in which they were written. Errors: not_found, secret_unreadable. */
export async function listVariables(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<VariableView[]> {
	await findService(ctx, { serviceId, permission: 'projects:see' });
	return (await readOwn(ctx, { serviceId })).map(shownVariable);
}
