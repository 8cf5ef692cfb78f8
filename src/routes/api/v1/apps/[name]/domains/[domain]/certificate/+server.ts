import { certificateRequest } from '#lib/schemas/certificates.ts';
import { validate } from '#lib/schemas/validate.ts';
import { findAppDomain } from '#lib/server/apps/find-app-domain.ts';
import { bringCertificate } from '#lib/server/certificates/bring-certificate.ts';
import { removeCertificate } from '#lib/server/certificates/remove-certificate.ts';
import { api, readJson } from '#lib/server/http/api.ts';
import type { RequestEvent } from './$types';

export const PUT = api<RequestEvent>(async (ctx, event) => {
	const wanted = { ...event.params, permission: 'projects:change' as const };
	const { domainId } = await findAppDomain(ctx, wanted);
	const given = validate(certificateRequest, await readJson(event));
	const { until, issuer } = await bringCertificate(ctx, { domainId, ...given });
	return Response.json({ status: 'success', valid_until: until, issuer });
});

export const DELETE = api<RequestEvent>(async (ctx, { params }) => {
	const { domainId } = await findAppDomain(ctx, { ...params, permission: 'projects:change' });
	await removeCertificate(ctx, { domainId });
	const message = 'Gantry gets its certificate again.';
	return Response.json({ status: 'success', message });
});
