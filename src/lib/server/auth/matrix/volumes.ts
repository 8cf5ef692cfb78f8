import { addVolume } from '../../volumes/add-volume.ts';
import { listProjectVolumes } from '../../volumes/list-project-volumes.ts';
import { listVolumes } from '../../volumes/list-volumes.ts';
import { removeVolume } from '../../volumes/remove-volume.ts';
import type { Operations } from './operation.ts';

export const volumeOperations: Operations = {
	addVolume: {
		run: (ctx, { serviceId }) => addVolume(ctx, { serviceId, name: 'more', path: '/more' })
	},
	listProjectVolumes: { run: listProjectVolumes },
	listVolumes: { run: listVolumes },
	removeVolume: {
		run: (ctx, { volumeId }) => removeVolume(ctx, { volumeId, confirm: 'data' })
	}
};
