import type { Prisma } from '#prisma/client/client.ts';
import type { ListDeploymentsInput } from '#lib/schemas/deployments.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { cutPage, readCursor } from '../db/keyset.ts';
import { summaryInclude, toSummary, type DeploymentSummary } from './views.ts';

export interface DeploymentPage {
	deployments: DeploymentSummary[];
	/** For the input `before` of the next page; null on the last. */
	next: string | null;
}

/** Everything older than the cursor's row: page 1,000 costs what page 1 does. */
function olderThan(before: string): Prisma.DeploymentWhereInput {
	const { at: createdAt, id } = readCursor(before);
	return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** History, newest first, of one service, one project, or all that the actor may see. */
export async function listDeployments(
	ctx: Context,
	input: Partial<ListDeploymentsInput>
): Promise<DeploymentPage> {
	const scope = authorise(ctx, 'projects:see');
	const { serviceId, projectId, before, limit = 20, state, branch, author } = input;
	const rows = await ctx.db.deployment.findMany({
		where: {
			service: {
				deletedAt: null,
				...(serviceId !== undefined && { id: serviceId }),
				project: { ...scope, ...(projectId !== undefined && { id: projectId }) }
			},
			...(state !== undefined && { state }),
			...(branch !== undefined && { branch }),
			...(author !== undefined && { commitAuthor: author }),
			...(before !== undefined && olderThan(before))
		},
		include: summaryInclude,
		orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
		take: limit + 1
	});
	const place = ({ createdAt: at, id }: (typeof rows)[number]) => ({ at, id });
	const { page, next } = cutPage(rows, { limit, place });
	return { deployments: page.map(toSummary), next };
}
