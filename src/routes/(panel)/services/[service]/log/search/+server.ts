import { findService } from '#lib/server/services/find-service.ts';
import { answerSearch } from '#lib/server/logs/answer-log.ts';
import { openWholeIndex } from '#lib/server/logs/open-index.ts';
import { panel } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

/** Where in the log some words stand. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	const index = openWholeIndex(panel().paths.serviceLog(id));
	return answerSearch(index, { url, signal: request.signal });
};
