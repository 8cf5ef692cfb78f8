import { findAppDomain } from '#lib/server/apps/find-app-domain.ts';
import { removeDomain } from '#lib/server/domains/remove-domain.ts';
import { api } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const DELETE = api<RequestEvent>(async (ctx, { params }) => {
	const { domainId } = await findAppDomain(ctx, { ...params, permission: 'projects:change' });
	await removeDomain(ctx, { domainId });
	return Response.json({ status: 'success', message: 'The domain was removed.' });
});
