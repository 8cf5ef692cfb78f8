import { readFilter } from '#lib/rules/access-filter.ts';
import { panel } from '#lib/server/panel.ts';
import { requestsCsv } from '#lib/server/requests/requests-csv.ts';
import { findService } from '#lib/server/services/find-service.ts';
import type { RequestHandler } from './$types';

/** The requests that the page's filter lets through, as a table. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id, name } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	const filter = readFilter(url.searchParams);
	const { signal } = request;
	return new Response(requestsCsv(panel().paths.requestLog(id), { filter, signal }), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}-requests.csv"`
		}
	});
};
