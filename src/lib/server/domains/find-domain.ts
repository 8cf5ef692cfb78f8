import type { Domain } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';

/** A domain within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findDomain(
	ctx: Context,
	{ domainId, permission }: { domainId: string; permission: Permission }
): Promise<Domain & { service: { id: string; name: string; projectId: string } }> {
	const project = authorise(ctx, permission);
	const domain = isId(domainId)
		? await ctx.db.domain.findFirst({
				where: { id: domainId, service: { deletedAt: null, project } },
				include: { service: { select: { id: true, name: true, projectId: true } } }
			})
		: null;
	if (!domain) throw notFound('domain');
	return domain;
}
