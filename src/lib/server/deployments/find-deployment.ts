import type { Prisma } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';
import { once } from '../once.ts';
import { summaryInclude } from './views.ts';

const include = {
	...summaryInclude,
	steps: { orderBy: { startedAt: 'asc' } },
	baseRelease: { select: { deployment: { select: { number: true } } } }
} satisfies Prisma.DeploymentInclude;

/** With its steps, its service and project, who asked, and what it is based on. */
export type FoundDeployment = Prisma.DeploymentGetPayload<{ include: typeof include }>;

/** A deployment within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findDeployment(
	ctx: Context,
	{ deploymentId, permission }: { deploymentId: string; permission: Permission }
): Promise<FoundDeployment> {
	const project = authorise(ctx, permission);
	const deployment = isId(deploymentId)
		? await once(ctx, `deployment ${deploymentId}`, () =>
				ctx.db.deployment.findFirst({
					where: { id: deploymentId, service: { deletedAt: null, project } },
					include
				})
			)
		: null;
	if (!deployment) throw notFound('deployment');
	return deployment;
}
