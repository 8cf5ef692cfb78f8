import type { RequestEvent } from '@sveltejs/kit';
import { authenticateBearer } from '../auth/authenticate-bearer.ts';
import type { Context } from '../context.ts';
import { asAppError } from '../db/is-database-down.ts';
import { AppError } from '../errors.ts';
import type { Events } from '../events.ts';
import { contextFor, panelEvents } from '../panel.ts';
import { bodyLimit, readBody } from './body.ts';
import { parseJson } from './json.ts';
import { reportUnexpected } from './report.ts';

export type ApiContext = Context & { events: Events };

/** Every failure in the one shape of the API. */
export function answerError({ status, message, code, field, hint }: AppError): Response {
	const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
	return Response.json({ status: 'error', message, code, field, hint }, { status, headers });
}

function unexpected(event: RequestEvent, error: unknown): AppError {
	reportUnexpected(event, error);
	return new AppError('internal', 500, 'Something went wrong on our side.', {
		hint: `It was written down as ${event.locals.requestId}.`
	});
}

/**
 * Makes a route of the REST API: a bearer token and nothing else says who asks, and every failure is
 * answered as `{status: "error", message, code, field, hint}`.
 */
export function api<Event extends RequestEvent>(
	run: (ctx: ApiContext, event: Event) => Promise<Response>
): (event: Event) => Promise<Response> {
	return async (event) => {
		try {
			const { locals, request } = event;
			const actor = await authenticateBearer(locals.context, {
				header: request.headers.get('authorization'),
				address: locals.context.actor.address
			});
			return await run({ ...contextFor(actor), events: panelEvents() }, event);
		} catch (error) {
			// Nobody is left to answer to.
			if (event.request.signal.aborted) return new Response(null, { status: 499 });
			return answerError(asAppError(error) ?? unexpected(event, error));
		}
	};
}

/** The body of a request that has to be JSON. Errors: unsupported_media_type (415), malformed_json (400), body_too_large (413). */
export async function readJson({ request, url }: RequestEvent): Promise<unknown> {
	const type = request.headers.get('content-type') ?? '';
	const isJson = /^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i.test(type);
	if (!isJson || request.headers.has('content-encoding')) {
		throw new AppError(
			'unsupported_media_type',
			415,
			'Send plain JSON: Content-Type: application/json'
		);
	}
	return parseJson(await readBody(request, bodyLimit(url.pathname)));
}
