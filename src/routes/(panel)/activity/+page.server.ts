import { dependency } from '#lib/rules/live-names.ts';
import { activityFilter } from '#lib/schemas/activity.ts';
import { listActivity } from '#lib/server/activity/list-activity.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, url, depends }) => {
	depends(dependency('activity'));
	const filter = activityFilter.parse(Object.fromEntries(url.searchParams));
	const before = url.searchParams.get('before') ?? undefined;
	const page = await listActivity(context, { ...filter, before });
	return { filter, isFirst: before === undefined, ...page };
};
