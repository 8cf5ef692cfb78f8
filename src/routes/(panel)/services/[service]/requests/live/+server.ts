import { readFilter } from '#lib/rules/access-filter.ts';
import { panel } from '#lib/server/panel.ts';
import { sendRequests } from '#lib/server/requests/send-requests.ts';
import { findService } from '#lib/server/services/find-service.ts';
import { resumeFrom, sseResponse } from '#lib/server/sse.ts';
import type { RequestHandler } from './$types';

/** What visitors ask a service for, while they ask. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	const path = panel().paths.requestLog(id);
	const from = resumeFrom(request, url);
	const filter = readFilter(url.searchParams);
	return sseResponse((channel) => sendRequests(channel, { path, from, filter }));
};
