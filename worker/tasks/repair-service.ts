import type { Task } from '../jobs/task.ts';
import { repairService } from '../reconcile/repair-service.ts';
import type { World } from '../world.ts';

export function repairServiceTask(world: World): Task<'repair-service'> {
	return async ({ serviceId }, { signal }) => {
		try {
			await repairService(world, { serviceId, signal });
		} catch (error) {
			signal.throwIfAborted();
			// Not the job's own failure: the reconciler asks again for as long as something differs.
			world.report(`The service ${serviceId} could not be repaired`, error);
		}
	};
}
