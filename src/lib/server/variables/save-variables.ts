import type { SaveVariablesInput } from '#lib/schemas/variables.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';
import { saveList } from './save-list.ts';
import type { SavedVariables } from './write-list.ts';

/**
 * Saves a service's own variables, the whole list at once: what is missing is removed, `value: null` keeps
 * what is stored. They hold from the next deployment on. Errors: not_found, and those of saveList.
 */
export async function saveVariables(
	ctx: Context,
	{ serviceId, ...given }: SaveVariablesInput
): Promise<SavedVariables> {
	await findService(ctx, { serviceId, permission: 'projects:change' });
	return ctx.db.$transaction((tx) => saveList(tx, ctx, { holder: { serviceId }, ...given }));
}
