import { dependency } from '#lib/rules/live-names.ts';
import { addVolumeInput, removeVolumeInput } from '#lib/schemas/volumes.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { addVolume } from '#lib/server/volumes/add-volume.ts';
import { listVolumes } from '#lib/server/volumes/list-volumes.ts';
import { removeVolume } from '#lib/server/volumes/remove-volume.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	return { volumes: await listVolumes(context, { serviceId: params.service }) };
};

export const actions: Actions = {
	add: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(addVolumeInput, fields, { serviceId: params.service });
			await addVolume(context, input);
			return { notice: `${input.name} is mounted from the next deployment on.` };
		}),
	remove: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await removeVolume(context, validateForm(removeVolumeInput, fields));
			return { notice: 'The volume goes as soon as nothing mounts it.' };
		})
};
