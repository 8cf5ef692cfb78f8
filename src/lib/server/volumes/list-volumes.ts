import type { Context } from '../context.ts';
import { findShownService, type ShownService } from '../services/find-service.ts';

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
	const service = await findShownService(ctx, { serviceId, permission: 'projects:see' });
	return viewVolumes(ctx, service);
}

/** With what they hold, as far as the worker says in time. */
export async function viewVolumes(
	ctx: Pick<Context, 'live'>,
	{ id, volumes, liveRelease }: Pick<ShownService, 'id' | 'volumes' | 'liveRelease'>
): Promise<VolumeView[]> {
	const sizes = volumes.length === 0 ? {} : await volumeSizes(ctx, id);
	// What a deployment mounts is read when it starts.
	const liveSince = liveRelease?.deployment.startedAt ?? null;
	return volumes.map(({ id, name, path, createdAt, deletedAt }) => ({
		id,
		name,
		path,
		createdAt,
		bytes: sizes[id] ?? null,
		state: deletedAt ? 'leaving' : liveSince && createdAt < liveSince ? 'mounted' : 'waiting'
	}));
}

/** Bytes by volume id; what nobody can say at the moment is left out. */
async function volumeSizes(
	ctx: Pick<Context, 'live'>,
	serviceId: string
): Promise<Record<string, number>> {
	const signal = AbortSignal.timeout(patience);
	return ctx.live.volumeSizes({ serviceId }, { signal }).catch(() => ({}));
}
