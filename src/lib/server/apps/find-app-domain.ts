import type { Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { findApp } from './find-app.ts';

/** An app's domain by its host name. Errors: app_not_found, not_found. */
export async function findAppDomain(
	ctx: Context,
	{ name, domain, permission }: { name: string; domain: string; permission: Permission }
): Promise<{ domainId: string }> {
	const { id: serviceId } = await findApp(ctx, { name, permission });
	const rows = await ctx.db.domain.findMany({
		where: { serviceId },
		select: { id: true, host: true }
	});
	const found = rows.find(({ host }) => host === domain.toLowerCase());
	if (!found) throw notFound('domain');
	return { domainId: found.id };
}
