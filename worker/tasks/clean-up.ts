import { cleanUp } from '../clean-up/clean-up.ts';
import type { Task } from '../jobs/task.ts';
import type { World } from '../world.ts';

export function cleanUpTask(world: World): Task<'clean-up'> {
	return async ({ reason }, { signal }) => void (await cleanUp(world, { reason, signal }));
}
