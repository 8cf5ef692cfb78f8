import { openWholeIndex } from '#lib/server/logs/open-index.ts';
import { shownLog } from '#lib/server/logs/shown-log.ts';
import { panel } from '#lib/server/panel.ts';
import { findService } from '#lib/server/services/find-service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url }) => {
	const { id } = await findService(context, {
		serviceId: params.service,
		permission: 'projects:see'
	});
	return { log: await shownLog(openWholeIndex(panel().paths.serviceLog(id)), url) };
};
