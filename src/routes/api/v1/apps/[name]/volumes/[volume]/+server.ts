import { validate } from '#lib/schemas/validate.ts';
import { goingVolumeQuery } from '#lib/schemas/volumes.ts';
import { findAppVolume } from '#lib/server/apps/find-app-volume.ts';
import { api } from '#lib/server/http/api.ts';
import { removeVolume } from '#lib/server/volumes/remove-volume.ts';
import type { RequestEvent } from './$types';

export const DELETE = api<RequestEvent>(async (ctx, { params, url }) => {
	const { volumeId } = await findAppVolume(ctx, { ...params, permission: 'projects:change' });
	const { confirm } = validate(goingVolumeQuery, Object.fromEntries(url.searchParams));
	await removeVolume(ctx, { volumeId, confirm });
	const message = 'The volume goes as soon as nothing mounts it.';
	return Response.json({ status: 'success', message }, { status: 202 });
});
