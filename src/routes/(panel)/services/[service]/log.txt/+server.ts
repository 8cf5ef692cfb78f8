import { downloadLog } from '#lib/server/logs/download.ts';
import { panel } from '#lib/server/panel.ts';
import { findService } from '#lib/server/services/find-service.ts';
import type { RequestHandler } from './$types';

/** The whole runtime log as text. */
export const GET: RequestHandler = async ({ locals: { context }, params, request }) => {
	const { id, name } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	return new Response(downloadLog(panel().paths.serviceLog(id), request.signal), {
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-disposition': `attachment; filename="${name}.log"`
		}
	});
};
