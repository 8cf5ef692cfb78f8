import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';

/** Names of the other services of the same project, which may answer for a part of a domain. Errors: not_found. */
export async function listNeighbours(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<string[]> {
	const { projectId } = await findService(ctx, { serviceId, permission: 'projects:see' });
	const rows = await ctx.db.service.findMany({
		where: { projectId, deletedAt: null, id: { not: serviceId } },
		select: { name: true },
		orderBy: { name: 'asc' }
	});
	return rows.map(({ name }) => name);
}
