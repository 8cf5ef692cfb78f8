import type { Volume } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';

/** A volume within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findVolume(
	ctx: Context,
	{ volumeId, permission }: { volumeId: string; permission: Permission }
): Promise<
	Volume & { service: { name: string; projectId: string; liveReleaseId: string | null } }
> {
	const project = authorise(ctx, permission);
	const volume = isId(volumeId)
		? await ctx.db.volume.findFirst({
				where: { id: volumeId, deletedAt: null, service: { deletedAt: null, project } },
				include: { service: { select: { name: true, projectId: true, liveReleaseId: true } } }
			})
		: null;
	if (!volume) throw notFound('volume');
	return volume;
}
