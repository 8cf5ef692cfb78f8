import { publishHosts } from '../domains/publish-hosts.ts';
import type { Task } from '../jobs/task.ts';
import type { World } from '../world.ts';

export function publishHostsTask(world: World): Task<'publish-hosts'> {
	return ({ serviceId }, { signal }) => publishHosts(world, { serviceId, signal });
}
