import type { Context } from '../context.ts';
import { readReach } from '../domains/read-reach.ts';

/** Names of the other services of the same project, which may answer for a part of a domain. Errors: not_found. */
export async function listNeighbours(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<string[]> {
	const { project } = await readReach(ctx, { serviceId });
	return project.services.filter(({ id }) => id !== serviceId).map(({ name }) => name);
}
