import { newDomainRequest } from '#lib/schemas/domains.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findApp } from '#lib/server/apps/find-app.ts';
import { listAppDomains } from '#lib/server/apps/list-app-domains.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>(async (ctx, { params: { name } }) =>
	Response.json({ domains: await listAppDomains(ctx, { name }) })
);

export const POST = api<RequestEvent>(async (ctx, event) => {
	const { name } = event.params;
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:change' });
	const wanted = validate(newDomainRequest, await readJson(event));
	const { host } = await addDomain(ctx, { serviceId, ...wanted });
	const domain = (await listAppDomains(ctx, { name })).find((one) => one.host === host);
	return Response.json({ status: 'success', ...domain }, { status: 201 });
});
