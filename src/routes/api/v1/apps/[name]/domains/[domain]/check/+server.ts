import { findAppDomain } from '#lib/server/apps/find-app-domain.ts';
import { checkDomain } from '#lib/server/domains/check-domain.ts';
import { api } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const POST = api<RequestEvent>(async (ctx, { params }) => {
	const { domainId } = await findAppDomain(ctx, { ...params, permission: 'projects:change' });
	await checkDomain(ctx, { domainId });
	const message = 'Its DNS and its certificate are being looked at.';
	return Response.json({ status: 'success', message }, { status: 202 });
});
