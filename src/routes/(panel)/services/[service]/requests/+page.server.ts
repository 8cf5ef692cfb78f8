import { readFilter } from '#lib/rules/access-filter.ts';
import { listRequests } from '#lib/server/requests/list-requests.ts';
import { readAccessSettings } from '#lib/server/requests/access-settings.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url }) => {
	const filter = readFilter(url.searchParams);
	const given = Number(url.searchParams.get('before') ?? Number.NaN);
	const before = Number.isSafeInteger(given) && given >= 0 ? given : undefined;
	const [page, { isOn }] = await Promise.all([
		listRequests(context, { serviceId: params.service, filter, before }),
		readAccessSettings(context.db)
	]);
	return { filter, page, isOn, isFirst: before === undefined };
};
