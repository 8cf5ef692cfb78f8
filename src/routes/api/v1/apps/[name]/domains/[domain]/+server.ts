import { domainChangeRequest } from '#lib/schemas/domains.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findAppDomain } from '#lib/server/apps/find-app-domain.ts';
import { redirectDomain } from '#lib/server/domains/redirect-domain.ts';
import { removeDomain } from '#lib/server/domains/remove-domain.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const PATCH = api<RequestEvent>(async (ctx, event) => {
	const wanted = { ...event.params, permission: 'projects:change' as const };
	const { domainId } = await findAppDomain(ctx, wanted);
	const { redirect_to: to } = validate(domainChangeRequest, await readJson(event));
	await redirectDomain(ctx, { domainId, to: to ?? '' });
	return Response.json({ status: 'success', message: 'Saved. It holds within a second.' });
});

export const DELETE = api<RequestEvent>(async (ctx, { params }) => {
	const { domainId } = await findAppDomain(ctx, { ...params, permission: 'projects:change' });
	await removeDomain(ctx, { domainId });
	return Response.json({ status: 'success', message: 'The domain was removed.' });
});
