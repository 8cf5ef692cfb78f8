import { filterProjects, pageAfter } from '#lib/rules/filter-projects.ts';
import { dependency } from '#lib/rules/live-names.ts';
import { listProjects } from '#lib/server/projects/list-projects.ts';
import type { PageServerLoad } from './$types';

const perPage = 50;

export const load: PageServerLoad = async ({ locals: { context }, url, depends }) => {
	depends(dependency('projects'), dependency('deployments'));
	const words = url.searchParams.get('q') ?? '';
	const after = url.searchParams.get('after');
	const all = await listProjects(context);
	const found = filterProjects(all, words);
	const { page, next } = pageAfter(found, { after, limit: perPage });
	return { words, count: all.length, found: found.length, projects: page, next, isFirst: !after };
};
