import { runDeployment } from '../deployments/run-deployment.ts';
import type { Task } from '../jobs/task.ts';
import type { World } from '../world.ts';

export function deployTask(world: World): Task<'deploy'> {
	return ({ deploymentId }, run) => runDeployment(world, { deploymentId, run });
}
