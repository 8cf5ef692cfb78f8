import type { Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { findApp } from './find-app.ts';

/** An app's volume by its name. Errors: app_not_found, not_found; one that is leaving is gone already. */
export async function findAppVolume(
	ctx: Context,
	{ name, volume, permission }: { name: string; volume: string; permission: Permission }
): Promise<{ volumeId: string }> {
	const { id: serviceId } = await findApp(ctx, { name, permission });
	const rows = await ctx.db.volume.findMany({
		where: { serviceId, deletedAt: null },
		select: { id: true, name: true }
	});
	const found = rows.find((row) => row.name === volume);
	if (!found) throw notFound('volume');
	return { volumeId: found.id };
}
