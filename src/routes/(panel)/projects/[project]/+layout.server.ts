import { dependency } from '#lib/rules/live-names.ts';
import { getProject } from '#lib/server/projects/get-project.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`project:${params.project}`));
	return { project: await getProject(context, { projectId: params.project }) };
};
