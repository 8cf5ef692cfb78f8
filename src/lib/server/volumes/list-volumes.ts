import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';

export interface VolumeView {
	id: string;
	name: string;
	/** Where it is in the container. */
	path: string;
	createdAt: Date;
	/** null: not known at the moment, or nothing was written yet. */
	bytes: number | null;
	/**
	 * waiting: from the next deployment on; mounted; leaving: its data go as soon as nothing mounts it,
	 * which is with the next deployment.
	 */
	state: 'waiting' | 'mounted' | 'leaving';
}

/** Counting takes long on a full disk: the page does not wait for it. */
const patience = 1_500;

/** The volumes of a service, by path. Errors: not_found. */
export async function listVolumes(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<VolumeView[]> {
	const service = await findService(ctx, { serviceId, permission: 'projects:see' });
	const rows = await ctx.db.volume.findMany({ where: { serviceId }, orderBy: { path: 'asc' } });
	const sizes = rows.length === 0 ? {} : await volumeSizes(ctx, serviceId);
	const liveSince = await mountedSince(ctx, service.liveRelease?.deploymentId);
	return rows.map(({ id, name, path, createdAt, deletedAt }) => ({
		id,
		name,
		path,
		createdAt,
		bytes: sizes[id] ?? null,
		state: deletedAt ? 'leaving' : liveSince && createdAt < liveSince ? 'mounted' : 'waiting'
	}));
}

/** What a deployment mounts is read when it starts. */
async function mountedSince(ctx: Context, deploymentId: string | undefined): Promise<Date | null> {
	if (deploymentId === undefined) return null;
	const row = await ctx.db.deployment.findUnique({
		where: { id: deploymentId },
		select: { startedAt: true }
	});
	return row?.startedAt ?? null;
}

/** Bytes by volume id; what nobody can say at the moment is left out. */
async function volumeSizes(ctx: Context, serviceId: string): Promise<Record<string, number>> {
	const signal = AbortSignal.timeout(patience);
	return ctx.live.volumeSizes({ serviceId }, { signal }).catch(() => ({}));
}
