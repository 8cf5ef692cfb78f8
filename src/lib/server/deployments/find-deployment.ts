import type { Deployment } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';

/** A deployment within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findDeployment(
	ctx: Context,
	{ deploymentId, permission }: { deploymentId: string; permission: Permission }
): Promise<Deployment & { service: { id: string; projectId: string; name: string } }> {
	const project = authorise(ctx, permission);
	const deployment = isId(deploymentId)
		? await ctx.db.deployment.findFirst({
				where: { id: deploymentId, service: { deletedAt: null, project } },
				include: { service: { select: { id: true, projectId: true, name: true } } }
			})
		: null;
	if (!deployment) throw notFound('deployment');
	return deployment;
}
