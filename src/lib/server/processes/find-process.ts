import type { Prisma } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';

const include = {
	service: { select: { name: true, projectId: true, state: true } }
} satisfies Prisma.ProcessInclude;

export type FoundProcess = Prisma.ProcessGetPayload<{ include: typeof include }>;

/** A process within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findProcess(
	ctx: Context,
	{ processId, permission }: { processId: string; permission: Permission }
): Promise<FoundProcess> {
	const project = authorise(ctx, permission);
	const found = isId(processId)
		? await ctx.db.process.findFirst({
				where: { id: processId, service: { deletedAt: null, project } },
				include
			})
		: null;
	if (!found) throw notFound('process');
	return found;
}
