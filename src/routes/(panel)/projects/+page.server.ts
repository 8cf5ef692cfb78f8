import { dependency } from '#lib/rules/live-names.ts';
import { listProjects } from '#lib/server/projects/list-projects.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, url, depends }) => {
	depends(dependency('projects'), dependency('deployments'));
	const words = url.searchParams.get('q') ?? '';
	const after = url.searchParams.get('after') ?? undefined;
	return { words, isFirst: !after, ...(await listProjects(context, { words, after })) };
};
