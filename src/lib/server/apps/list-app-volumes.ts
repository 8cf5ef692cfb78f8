import type { Context } from '../context.ts';
import { listVolumes, type VolumeView } from '../volumes/list-volumes.ts';
import { findApp } from './find-app.ts';

export type AppVolume = Pick<VolumeView, 'name' | 'path' | 'bytes' | 'state'>;

/** The volumes of an app, by path. Errors: app_not_found. */
export async function listAppVolumes(
	ctx: Context,
	{ name }: { name: string }
): Promise<AppVolume[]> {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:see' });
	const volumes = await listVolumes(ctx, { serviceId });
	return volumes.map(({ name, path, bytes, state }) => ({ name, path, bytes, state }));
}
