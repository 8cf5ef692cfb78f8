import { readLogFilter } from '#lib/rules/log-filter.ts';
import { findService } from '#lib/server/services/find-service.ts';
import { answerRows } from '#lib/server/logs/answer-log.ts';
import { openFilteredIndex } from '#lib/server/logs/open-index.ts';
import { panel } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

/** Some rows of the log: what a window over it shows. */
export const GET: RequestHandler = async ({ locals: { context }, params, url }) => {
	const { id } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	const index = openFilteredIndex(panel().paths.serviceLog(id), readLogFilter(url.searchParams));
	return answerRows(index, url);
};
