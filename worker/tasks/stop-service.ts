import type { Task } from '../jobs/task.ts';
import { stopService } from '../stop-service.ts';
import type { World } from '../world.ts';

export function stopServiceTask(world: World): Task<'stop-service'> {
	return ({ serviceId }) => stopService(world, serviceId);
}
