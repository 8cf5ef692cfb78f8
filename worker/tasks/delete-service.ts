import type { Task } from '../jobs/task.ts';
import { removeService } from '../remove/remove-service.ts';
import type { World } from '../world.ts';

export function deleteServiceTask(world: World): Task<'delete-service'> {
	return ({ serviceId }) => removeService(world, serviceId);
}
