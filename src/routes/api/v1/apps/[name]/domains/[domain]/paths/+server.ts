import { goingPathQuery, newPathRequest } from '#lib/schemas/paths.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findAppDomain } from '#lib/server/apps/find-app-domain.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import { addPath } from '#lib/server/paths/add-path.ts';
import { removePath } from '#lib/server/paths/remove-path.ts';
import type { RequestEvent } from './$types';

export const POST = api<RequestEvent>(async (ctx, event) => {
	const wanted = { ...event.params, permission: 'projects:change' as const };
	const { domainId } = await findAppDomain(ctx, wanted);
	const path = validate(newPathRequest, await readJson(event));
	await addPath(ctx, { domainId, ...path });
	return Response.json({ status: 'success', ...path }, { status: 201 });
});

export const DELETE = api<RequestEvent>(async (ctx, { params, url }) => {
	const { domainId } = await findAppDomain(ctx, { ...params, permission: 'projects:change' });
	const { path } = validate(goingPathQuery, Object.fromEntries(url.searchParams));
	await removePath(ctx, { domainId, path });
	return Response.json({ status: 'success', message: 'The domain’s own app answers again.' });
});
