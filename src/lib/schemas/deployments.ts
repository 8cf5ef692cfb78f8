import { z } from 'zod';
import { deploymentStates } from '#lib/rules/deployment-state.ts';
import { filterText, flag, formKey, id, wholeNumber } from './fields.ts';
import { branch, commit } from './source.ts';

/** What a person may ask for. `variables` reuses the live image, so nothing is built. */
export const requestDeploymentInput = z.strictObject({
	serviceId: id,
	formKey,
	reuseImage: z.enum(['live']).optional(),
	/** "Build anyway": neither an image of the same files nor a cached layer is used. */
	fresh: flag.optional(),
	branch: branch.optional(),
	commit: commit.optional()
});
export type RequestDeploymentInput = z.infer<typeof requestDeploymentInput>;

export const rollbackInput = z.strictObject({ serviceId: id, releaseId: id, formKey });
export type RollbackInput = z.infer<typeof rollbackInput>;

export const undoRollbackInput = z.strictObject({ deploymentId: id, formKey });
export type UndoRollbackInput = z.infer<typeof undoRollbackInput>;

export const deploymentInput = z.strictObject({ deploymentId: id });
export type DeploymentInput = z.infer<typeof deploymentInput>;

/** What of a history is shown, as the address of a list says it: what is empty or makes no sense filters nothing. */
export const deploymentFilter = z.object({
	state: z.enum(deploymentStates).optional().catch(undefined),
	branch: filterText,
	/** Of the commit. */
	author: filterText
});
export type DeploymentFilter = z.infer<typeof deploymentFilter>;

/** A page of history: of one service, or of all that the actor may see. `before` is the cursor of the page before. */
export const listDeploymentsInput = deploymentFilter.extend({
	serviceId: id.optional(),
	projectId: id.optional(),
	before: z.string().max(128).optional(),
	limit: wholeNumber(1, 100, 'A page has 1 to 100 entries.').default(20)
});
export type ListDeploymentsInput = z.infer<typeof listDeploymentsInput>;
