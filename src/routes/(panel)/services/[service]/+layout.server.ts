import { dependency } from '#lib/rules/live-names.ts';
import { newId } from '#lib/server/db/id.ts';
import { getService } from '#lib/server/services/get-service.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	return {
		service: await getService(context, { serviceId: params.service }),
		formKey: newId()
	};
};
