import type { Context } from '../context.ts';
import { findProject } from '../projects/find-project.ts';
import { viewVolumes, type VolumeView } from './list-volumes.ts';

/** The volumes of all services of a project, named with their app: "shop/data". Errors: not_found. */
export async function listProjectVolumes(
	ctx: Context,
	{ projectId }: { projectId: string }
): Promise<Pick<VolumeView, 'name' | 'path' | 'bytes'>[]> {
	await findProject(ctx, { projectId, permission: 'projects:see' });
	const services = await ctx.db.service.findMany({
		where: { projectId, deletedAt: null, volumes: { some: { deletedAt: null } } },
		select: {
			id: true,
			name: true,
			volumes: { where: { deletedAt: null }, orderBy: { path: 'asc' } },
			liveRelease: { include: { deployment: { select: { startedAt: true } } } }
		},
		orderBy: { name: 'asc' }
	});
	const lists = await Promise.all(
		services.map(async (service) => {
			const volumes = await viewVolumes(ctx, service);
			return volumes.map(({ name, path, bytes }) => {
				return { name: `${service.name}/${name}`, path, bytes };
			});
		})
	);
	return lists.flat();
}
