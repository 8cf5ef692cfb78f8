import { z } from 'zod';
import { flag, id } from './fields.ts';
import { runFields } from './run-settings.ts';
import { branch, buildFields, gitUrl, rootDirectory, watchPaths } from './source.ts';
import { goingVolumes } from './volumes.ts';

/** Settings of a service; what is left out stays as it is. */
export const updateServiceInput = z.strictObject({
	serviceId: id,
	gitUrl: gitUrl.optional(),
	branch: branch.optional(),
	rootDirectory: rootDirectory.optional(),
	autoDeploy: flag.optional(),
	watchPaths: watchPaths.optional(),
	...buildFields,
	...runFields
});
export type UpdateServiceInput = z.infer<typeof updateServiceInput>;

export const serviceInput = z.strictObject({ serviceId: id });
export type ServiceInput = z.infer<typeof serviceInput>;

/** `confirm` repeats the app's name, `volumes` those of its volumes. */
export const deleteServiceInput = z.strictObject({
	serviceId: id,
	confirm: z.string().trim(),
	volumes: goingVolumes
});
export type DeleteServiceInput = z.infer<typeof deleteServiceInput>;
