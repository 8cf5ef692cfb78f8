import { resumeOffset, sendLog } from '#lib/server/logs/shown-log.ts';
import { panel } from '#lib/server/panel.ts';
import { findService } from '#lib/server/services/find-service.ts';
import { sseResponse } from '#lib/server/sse.ts';
import type { RequestHandler } from './$types';

/** What a service prints, while it prints it. */
export const GET: RequestHandler = async ({ locals: { context }, params, request, url }) => {
	const { id } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	const path = panel().paths.serviceLog(id);
	const from = resumeOffset(request, url);
	return sseResponse(async (channel) => {
		await sendLog(channel, { path, from, follow: true });
	});
};
