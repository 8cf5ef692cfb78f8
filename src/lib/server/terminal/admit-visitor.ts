import type { IncomingMessage } from 'node:http';
import { restoreSession } from '../auth/restore-session.ts';
import { readSessionCookie } from '../auth/session-cookie.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { isOwnOrigin } from '../http/same-origin.ts';
import { readVisit } from '../http/visit.ts';
import { contextFor, panel } from '../panel.ts';

export interface Visitor {
	context: Context;
	userId: string;
	/** Is the session that opened this still there? */
	isSignedIn(): Promise<boolean>;
}

/** What hooks.server.ts does for a page: these requests do not pass it. Errors: unknown_host, cross_site, signed_out. */
export async function admitVisitor({ headers, socket }: IncomingMessage): Promise<Visitor> {
	const { db } = panel();
	const header = (name: string) => {
		const value = headers[name];
		return (Array.isArray(value) ? value[0] : value) ?? null;
	};
	const visit = await readVisit(panel(), {
		host: header('host') ?? '',
		forwardedFor: header('x-forwarded-for'),
		socket: socket.remoteAddress ?? ''
	});
	if (!visit)
		throw new AppError('unknown_host', 421, 'This panel does not answer under this name.');
	// Browsers let any page open a WebSocket to anywhere, with cookies: the origin alone tells.
	if (!isOwnOrigin(header, visit.origin))
		throw new AppError('cross_site', 403, 'This request comes from another site.');
	const sessionId = readSessionCookie(cookiesOf(header('cookie') ?? ''), visit.origin);
	const restore = () =>
		sessionId === null ? null : restoreSession(db, { sessionId, address: visit.address });
	const restored = await restore();
	if (!restored?.actor.userId) throw new AppError('signed_out', 401, 'You are not signed in.');
	return {
		context: contextFor(restored.actor),
		userId: restored.actor.userId,
		isSignedIn: async () => (await restore()) !== null
	};
}

function cookiesOf(header: string) {
	const pairs = header.split(';').map((pair) => pair.trim().split('='));
	const found = new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
	return { get: (name: string) => found.get(name) };
}
