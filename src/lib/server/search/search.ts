import type { Hit } from '#lib/rules/search-hits.ts';
import { readQuery } from '#lib/rules/search-query.ts';
import { authorise } from '../auth/authorise.ts';
import { inScope } from '../auth/in-scope.ts';
import type { Context } from '../context.ts';
import { findDeployments, findDomains, findProjects, findServices } from './find-rows.ts';
import { deploymentHit, domainHit, projectHit, serviceHits } from './to-hits.ts';

/**
 * A few projects, services, deployments and domains that a text may mean, and what can be done to
 * them, within what the actor may see. Not in order of rank: `arrange` of search-hits.ts puts them so.
 */
export async function search(ctx: Context, { text }: { text: string }): Promise<Hit[]> {
	const scope = inScope(authorise(ctx, 'projects:see'));
	const query = readQuery(text);
	if (query.words.length === 0) return [];
	const wanted = { db: ctx.db, scope, query };
	const [projects, services, domains, deployments] = await Promise.all([
		findProjects(wanted),
		findServices(wanted),
		findDomains(wanted),
		findDeployments(wanted)
	]);
	return [
		...deployments.map(deploymentHit),
		...services.flatMap((service) => serviceHits(service, query)),
		...projects.map(projectHit),
		...domains.map(domainHit)
	];
}
