import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { summaryInclude, toSummary, type DeploymentSummary } from '../deployments/views.ts';
import { knownNames } from '../settings/known-names.ts';
import { appHost, httpsUrl } from '../settings/own-names.ts';
import type { ServiceState } from '#prisma/client/enums.ts';

export interface ServiceSummary {
	id: string;
	name: string;
	state: ServiceState;
	gitUrl: string;
	branch: string;
	url: string;
	/** Workers of it that end again and again. */
	crashingWorkers: number;
	/** Keys of the variables that its live release has otherwise. */
	pendingVariables: string[];
	/** Host names of its own, besides the one of its name. */
	domains: string[];
	latest: DeploymentSummary | null;
}

/** The services of one project, by name. */
export async function listServices(
	ctx: Context,
	{ projectId }: { projectId: string }
): Promise<ServiceSummary[]> {
	const project = authorise(ctx, 'projects:see');
	const rows = await ctx.db.service.findMany({
		where: { projectId, deletedAt: null, project },
		include: {
			_count: { select: { processes: { where: { crashReason: { not: null } } } } },
			domains: { select: { host: true }, orderBy: { host: 'asc' } },
			deployments: { include: summaryInclude, orderBy: { number: 'desc' }, take: 1 }
		},
		orderBy: { name: 'asc' }
	});
	const names = await knownNames(ctx.db, ctx.env);
	return rows.map(
		({ id, name, state, gitUrl, branch, pendingVariables, domains, _count, deployments }) => ({
			...{ id, name, state, gitUrl, branch, pendingVariables },
			url: httpsUrl(appHost(name, names), names),
			crashingWorkers: _count.processes,
			domains: domains.map(({ host }) => host),
			latest: deployments[0] ? toSummary(deployments[0]) : null
		})
	);
}
