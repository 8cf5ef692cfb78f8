import { dependency } from '#lib/rules/live-names.ts';
import { AppError } from '#lib/server/errors.ts';
import { listContainers } from '#lib/server/terminal/list-containers.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, request, depends }) => {
	depends(dependency(`service:${params.service}`));
	const asked = { serviceId: params.service, signal: request.signal };
	try {
		return { containers: await listContainers(locals.context, asked), problem: null };
	} catch (error) {
		if (!(error instanceof AppError) || error.code === 'not_found') throw error;
		return { containers: [], problem: { message: error.message, hint: error.hint } };
	}
};
