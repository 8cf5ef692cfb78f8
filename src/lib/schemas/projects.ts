import { z } from 'zod';
import { flag, formKey, id } from './fields.ts';
import { appName, projectName } from './names.ts';
import { runFields } from './run-settings.ts';
import { branch, buildFields, gitUrl, rootDirectory } from './source.ts';
import { newVariables } from './variables.ts';
import { goingVolumes } from './volumes.ts';

/** A service as a person first describes it: only its source is needed, the rest is detected. */
const newServiceFields = {
	appName,
	gitUrl,
	branch,
	rootDirectory: rootDirectory.default(''),
	autoDeploy: flag.default(true),
	...buildFields,
	...runFields,
	variables: newVariables.default([])
};

export const createProjectInput = z.strictObject({
	name: projectName,
	formKey,
	...newServiceFields
});
export type CreateProjectInput = z.infer<typeof createProjectInput>;

export const createServiceInput = z.strictObject({ projectId: id, formKey, ...newServiceFields });
export type CreateServiceInput = z.infer<typeof createServiceInput>;
export type NewService = Omit<CreateServiceInput, 'projectId' | 'formKey'>;

export const renameProjectInput = z.strictObject({ projectId: id, name: projectName });
export type RenameProjectInput = z.infer<typeof renameProjectInput>;

/**
 * `confirm` repeats the project's name: what goes with it does not come back. `volumes` repeats those of
 * its volumes, each with the app's before it: "shop/data".
 */
export const deleteProjectInput = z.strictObject({
	projectId: id,
	confirm: z.string().trim(),
	volumes: goingVolumes
});
export type DeleteProjectInput = z.infer<typeof deleteProjectInput>;
