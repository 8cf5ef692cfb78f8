import type { Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { findApp } from './find-app.ts';

/** An app's worker or cron process by its name. Errors: app_not_found, not_found. */
export async function findAppProcess(
	ctx: Context,
	{ name, process, permission }: { name: string; process: string; permission: Permission }
): Promise<{ processId: string }> {
	const { id: serviceId } = await findApp(ctx, { name, permission });
	const rows = await ctx.db.process.findMany({
		where: { serviceId },
		select: { id: true, name: true }
	});
	const found = rows.find((row) => row.name === process);
	if (!found) throw notFound('process');
	return { processId: found.id };
}
