import { dependency } from '#lib/rules/live-names.ts';
import { activityFilter } from '#lib/schemas/activity.ts';
import { listActivity } from '#lib/server/activity/list-activity.ts';
import { findProject } from '#lib/server/projects/find-project.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url, depends }) => {
	depends(dependency('activity'));
	const { id: projectId } = await findProject(context, {
		projectId: params.project,
		permission: 'projects:see'
	});
	const { actor, kind } = activityFilter.parse(Object.fromEntries(url.searchParams));
	const before = url.searchParams.get('before') ?? undefined;
	const page = await listActivity(context, { actor, kind, projectId, before });
	return { filter: { actor, kind }, isFirst: before === undefined, ...page };
};
