import type { Task } from '../jobs/task.ts';
import { runProcess } from '../processes/run-process.ts';
import type { World } from '../world.ts';

export function runProcessTask(world: World): Task<'run-process'> {
	return ({ processId, at, isManual }, { signal }) =>
		runProcess(world, { processId, at: new Date(at), isManual, signal });
}
