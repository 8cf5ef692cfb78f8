import type { Task } from '../jobs/task.ts';
import { removeProject } from '../remove/remove-project.ts';
import type { World } from '../world.ts';

export function deleteProjectTask(world: World): Task<'delete-project'> {
	return ({ projectId }) => removeProject(world, projectId);
}
