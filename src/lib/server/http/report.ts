import type { RequestEvent } from '@sveltejs/kit';

/** Writes one event as one JSON line on standard error, where the supervisor's log keeps it. */
export function report(event: Record<string, unknown> & { message: string }): void {
	console.error(JSON.stringify({ at: new Date().toISOString(), ...event }));
}

/** An unexpected error whole: with its causes and stacks. */
function describeError(error: unknown): unknown {
	if (!(error instanceof Error)) return String(error);
	const { name, message, stack, cause } = error;
	return { name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}

/** A bug: everything about it, under the id that the person was shown. */
export function reportUnexpected({ locals, request, route }: RequestEvent, error: unknown): void {
	report({
		level: 'error',
		message: 'unexpected error',
		requestId: locals.requestId,
		method: request.method,
		route: route.id,
		userId: locals.actor?.userId ?? null,
		error: describeError(error)
	});
}
