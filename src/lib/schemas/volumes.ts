import { z } from 'zod';
import { mountPathProblem, volumeNameProblem } from '#lib/rules/mount-path.ts';
import { id, ruled } from './fields.ts';

export const addVolumeInput = z.strictObject({
	serviceId: id,
	name: ruled('A name is required, e.g. data', volumeNameProblem),
	path: ruled('A path is required, e.g. /data', mountPathProblem)
});
export type AddVolumeInput = z.infer<typeof addVolumeInput>;

/** `confirm` repeats the volume's name: its data do not come back. */
export const removeVolumeInput = z.strictObject({ volumeId: id, confirm: z.string().trim() });
export type RemoveVolumeInput = z.infer<typeof removeVolumeInput>;

/** Names of the volumes whose data go too, separated by commas: exactly those that there are. */
export const goingVolumes = z
	.string({ error: 'Name the volumes, separated by commas.' })
	.max(10_000)
	.transform((names) =>
		names
			.split(',')
			.map((name) => name.trim())
			.filter((name) => name !== '')
	)
	.optional();

/** POST /api/v1/apps/{name}/volumes. */
export const newVolumeRequest = addVolumeInput.omit({ serviceId: true });

/** DELETE /api/v1/apps/{name}/volumes/{volume}: the query repeats the name. */
export const goingVolumeQuery = z.strictObject({ confirm: z.string().trim().default('') });
