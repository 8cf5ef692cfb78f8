import { system } from '#lib/server/auth/actors.ts';
import { asAppError } from '#lib/server/db/is-database-down.ts';
import { AppError } from '#lib/server/errors.ts';
import { answerError } from '#lib/server/http/api.ts';
import { bodyLimit, readBody } from '#lib/server/http/body.ts';
import { receiveGithubDelivery } from '#lib/server/webhooks/receive-github-delivery.ts';
import { contextFor } from '#lib/server/panel.ts';
import type { RequestHandler } from './$types';

function checkType({ headers }: Request): void {
	const isJson = /^application\/json(\s*;.*)?$/i.test(headers.get('content-type') ?? '');
	if (isJson && !headers.has('content-encoding')) return;
	throw new AppError('unsupported_media_type', 415, 'Choose the content type application/json.');
}

export const POST: RequestHandler = async ({ request, params, url, locals }) => {
	try {
		checkType(request);
		const { headers } = request;
		const received = await receiveGithubDelivery(contextFor(system(locals.context.actor.address)), {
			serviceId: params.service,
			deliveryId: headers.get('x-github-delivery'),
			event: headers.get('x-github-event'),
			signature: headers.get('x-hub-signature-256'),
			headers,
			body: await readBody(request, bodyLimit(url.pathname))
		});
		return Response.json(received, { status: received.decision === 'duplicate' ? 200 : 202 });
	} catch (error) {
		const known = asAppError(error);
		if (!known) throw error;
		return answerError(known);
	}
};
