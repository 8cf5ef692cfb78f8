import { activityFilter } from '#lib/schemas/activity.ts';
import { activityCsv } from '#lib/server/activity/activity-csv.ts';
import { findProject } from '#lib/server/projects/find-project.ts';
import type { RequestHandler } from './$types';

/** What the page's filter lets through, as a table; `of` is the id of one project. */
export const GET: RequestHandler = async ({ locals: { context }, url }) => {
	const filter = activityFilter.parse(Object.fromEntries(url.searchParams));
	const of = url.searchParams.get('of');
	const project = of
		? await findProject(context, { projectId: of, permission: 'projects:see' })
		: null;
	const rows = activityCsv(context, { ...filter, ...(project && { projectId: project.id }) });
	return new Response(rows, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="activity.csv"'
		}
	});
};
