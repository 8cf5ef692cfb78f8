import type { Task } from '../jobs/task.ts';
import { recoverService } from '../recover/recover-service.ts';
import type { World } from '../world.ts';

export function recoverServiceTask(world: World): Task<'recover-service'> {
	return ({ serviceId }) => recoverService(world, serviceId);
}
