import type { Context } from '../context.ts';
import { findProject } from '../projects/find-project.ts';
import { listVolumes, type VolumeView } from './list-volumes.ts';

/** The volumes of all services of a project, named with their app: "shop/data". Errors: not_found. */
export async function listProjectVolumes(
	ctx: Context,
	{ projectId }: { projectId: string }
): Promise<Pick<VolumeView, 'name' | 'path' | 'bytes'>[]> {
	await findProject(ctx, { projectId, permission: 'projects:see' });
	const services = await ctx.db.service.findMany({
		where: { projectId, deletedAt: null, volumes: { some: { deletedAt: null } } },
		select: { id: true, name: true },
		orderBy: { name: 'asc' }
	});
	const lists = await Promise.all(
		services.map(async (service) => {
			const volumes = await listVolumes(ctx, { serviceId: service.id });
			return volumes
				.filter(({ state }) => state !== 'leaving')
				.map(({ name, path, bytes }) => ({ name: `${service.name}/${name}`, path, bytes }));
		})
	);
	return lists.flat();
}
