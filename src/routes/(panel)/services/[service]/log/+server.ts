import { readLogFilter } from '#lib/rules/log-filter.ts';
import { sendNews } from '#lib/server/logs/follow-log.ts';
import { openFilteredIndex } from '#lib/server/logs/open-index.ts';
import { panel } from '#lib/server/panel.ts';
import { findService } from '#lib/server/services/find-service.ts';
import { resumeFrom, sseResponse } from '#lib/server/sse.ts';
import type { RequestHandler } from './$types';

/** What a service prints, while it prints it. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	const index = openFilteredIndex(panel().paths.serviceLog(id), readLogFilter(url.searchParams));
	const from = resumeFrom(request, url);
	return sseResponse(async (channel) => {
		await sendNews(channel, { index, from, follow: true });
	});
};
