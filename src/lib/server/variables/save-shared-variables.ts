import type { SaveSharedVariablesInput } from '#lib/schemas/variables.ts';
import type { Context } from '../context.ts';
import { findProject } from '../projects/find-project.ts';
import { saveList } from './save-list.ts';
import type { SavedVariables } from './write-list.ts';

/**
 * Saves what a project shares with all of its services, the whole list at once. Each service has it from
 * its next deployment on, unless it has a variable of that key itself. Errors: not_found, and those of saveList.
 */
export async function saveSharedVariables(
	ctx: Context,
	{ projectId, ...given }: SaveSharedVariablesInput
): Promise<SavedVariables> {
	await findProject(ctx, { projectId, permission: 'projects:change' });
	return ctx.db.$transaction((tx) => saveList(tx, ctx, { holder: { projectId }, ...given }));
}
