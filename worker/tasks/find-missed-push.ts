import type { Task } from '../jobs/task.ts';
import { findMissedPush } from '../missed-pushes/find-missed.ts';
import type { World } from '../world.ts';

export function findMissedPushTask(world: World): Task<'find-missed-push'> {
	return ({ serviceId }, { signal }) => findMissedPush(world, { serviceId, signal });
}
