import { rangeOf } from '#lib/rules/metrics/ranges.ts';
import { sendTicks } from '#lib/server/metrics/send-ticks.ts';
import { panel } from '#lib/server/panel.ts';
import { findService } from '#lib/server/services/find-service.ts';
import { sseResponse } from '#lib/server/sse.ts';
import type { RequestHandler } from './$types';

/** Says when the charts of a service have a new point. */
export const GET: RequestHandler = async ({ locals: { context }, params, url }) => {
	const { id, liveRelease } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	// Of a site of files only its requests are kept.
	const kind = liveRelease?.files ? 'requests' : 'service';
	const path = panel().paths.metrics(id, kind);
	const { step } = rangeOf(url.searchParams.get('range'));
	return sseResponse((channel) => sendTicks(channel, { path, step }));
};
