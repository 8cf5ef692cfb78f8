import { warmService } from '../domains/warm-certificates.ts';
import type { Task } from '../jobs/task.ts';
import type { World } from '../world.ts';

export function warmCertificatesTask(world: World): Task<'warm-certificates'> {
	return ({ serviceId }, { signal }) => warmService(world, { serviceId, signal });
}
