import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError, ResolveOptions } from '@sveltejs/kit/hooks';
import { parseTheme, themeCookie, type Theme } from '#lib/rules/theme.ts';
import { anonymous } from '#lib/server/auth/actors.ts';
import { restoreSession } from '#lib/server/auth/restore-session.ts';
import { readSessionCookie, setSessionCookie } from '#lib/server/auth/session-cookie.ts';
import { asAppError } from '#lib/server/db/is-database-down.ts';
import { newId } from '#lib/server/db/id.ts';
import { noteDiskFull } from '#lib/server/disk/disk-room.ts';
import { AppError } from '#lib/server/errors.ts';
import { bodyLimit, checkDeclaredLength } from '#lib/server/http/body.ts';
import { reportUnexpected } from '#lib/server/http/report.ts';
import { plainPage } from '#lib/server/http/plain-page.ts';
import { isSameOrigin } from '#lib/server/http/same-origin.ts';
import { secure } from '#lib/server/http/security-headers.ts';
import { readVisit, type Visit } from '#lib/server/http/visit.ts';
import { whereTo } from '#lib/server/http/where-to.ts';
import { isClaimed } from '#lib/server/installation/is-claimed.ts';
import { remember } from '#lib/server/once.ts';
import { contextFor, panel } from '#lib/server/panel.ts';

/** Claimed once is claimed for ever: after that nobody asks the database again. */
let wasClaimed = false;

/** Called by programs, each request with a proof of its own: no cookie counts there. */
const isForPrograms = (path: string) =>
	path.startsWith('/api/v1/') || path.startsWith('/hooks/') || path === '/metrics';

function wantsPage({ request, isDataRequest }: RequestEvent): boolean {
	return (
		isDataRequest ||
		request.headers.has('x-sveltekit-action') ||
		(request.headers.get('accept') ?? '').includes('text/html')
	);
}

async function identify(event: RequestEvent, visit: Visit): Promise<void> {
	const { locals, cookies, url } = event;
	const { db } = panel();
	locals.origin = visit.origin;
	// Behind the adapter every URL begins with https, unless told otherwise.
	url.protocol = visit.isHttps ? 'https:' : 'http:';
	locals.session = null;
	locals.actor = null;
	locals.isClaimed = wasClaimed ||= await isClaimed(db);
	const sessionId = isForPrograms(url.pathname) ? null : readSessionCookie(cookies, visit.origin);
	const restored =
		sessionId === null ? null : await restoreSession(db, { sessionId, address: visit.address });
	if (restored) {
		locals.actor = restored.actor;
		locals.session = restored.session;
		if (restored.isExtended) {
			const { id, expiresAt } = restored.session;
			setSessionCookie(cookies, { sessionId: id, expiresAt }, visit.origin);
		}
	}
	locals.context = contextFor(locals.actor ?? anonymous(visit.address));
	if (event.request.method === 'GET' && wantsPage(event)) remember(locals.context);
}

async function admit(event: RequestEvent): Promise<Visit> {
	const { request, url } = event;
	const visit = await readVisit(panel(), {
		host: request.headers.get('host') ?? '',
		forwardedFor: request.headers.get('x-forwarded-for'),
		socket: event.getClientAddress()
	});
	if (!visit) {
		throw new AppError('unknown_host', 421, 'This panel does not answer under this name.', {
			hint: 'Open the address that `npx gantry status` prints.'
		});
	}
	checkDeclaredLength(request, bodyLimit(url.pathname));
	if (!isForPrograms(url.pathname) && !isSameOrigin(request, visit.origin)) {
		throw new AppError('cross_site', 403, 'This request comes from another site.', {
			hint: 'Open the panel itself and try again.'
		});
	}
	return visit;
}

function refusal(event: RequestEvent, error: AppError): Response {
	if (wantsPage(event)) return plainPage(error, event.locals.requestId);
	const { code, status, message, hint } = error;
	return Response.json({ status: 'error', code, message, hint }, { status });
}

/** The framework's own "method not allowed", in the words of the API. */
function inJson({ status, headers }: Response): Response {
	const allow = headers.get('allow') ?? '';
	const body = { status: 'error', code: 'method_not_allowed', message: `Allowed here: ${allow}.` };
	return Response.json(body, { status, headers: { allow } });
}

/** A thrown redirect is what a form's script understands; all else can have our headers with it. */
function sendTo(location: string, { request }: RequestEvent): Response {
	if (request.headers.has('x-sveltekit-action')) redirect(303, location);
	return new Response(null, { status: 303, headers: { location } });
}

/** app.html has the system's. */
const themed = (theme: Theme): ResolveOptions => ({
	transformPageChunk: ({ html }) => html.replace('data-theme="system"', `data-theme="${theme}"`)
});

export const handle: Handle = async ({ event, resolve }) => {
	const { locals, url, route, request } = event;
	locals.requestId = newId();
	let isHttps = false;
	let response: Response;
	try {
		const visit = await admit(event);
		({ isHttps } = visit);
		await identify(event, visit);
		const direction = whereTo({
			route: route.id,
			path: url.pathname + url.search,
			method: request.method,
			isClaimed: locals.isClaimed,
			isSignedIn: locals.actor !== null,
			wantsPage: wantsPage(event)
		});
		if (direction.kind === 'refuse') {
			throw new AppError('signed_out', 401, 'You are not signed in.', { hint: 'Sign in first.' });
		}
		if (direction.kind === 'redirect') response = sendTo(direction.to, event);
		else {
			const theme = parseTheme(event.cookies.get(themeCookie));
			response = await resolve(event, theme === 'system' ? {} : themed(theme));
		}
	} catch (error) {
		const known = asAppError(error);
		if (!known) throw error;
		if (known.code === 'disk_full') noteDiskFull();
		response = refusal(event, known);
	}
	if (response.status === 405 && isForPrograms(url.pathname)) response = inJson(response);
	response.headers.set('x-request-id', locals.requestId);
	if (response.status === 503) response.headers.set('retry-after', '5');
	return secure(response, { isHttps });
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { requestId } = event.locals;
	if (kind === 'framework' && error.status === 404) {
		return { message: 'No page of the panel has this address.', requestId };
	}
	if (kind !== 'unknown') return { requestId };
	const known = asAppError(error);
	if (known?.code === 'disk_full') noteDiskFull();
	if (known) {
		const { status, message, hint, code } = known;
		return { status, message, hint, code, requestId };
	}
	reportUnexpected(event, error);
	return {
		status: 500,
		message: 'Something went wrong on our side.',
		hint: `It was written down as ${requestId}. Try again; if it stays, look for that id in the panel's log.`,
		requestId
	};
};
