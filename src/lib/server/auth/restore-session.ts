import type { Actor } from '../context.ts';
import type { Db } from '../db/client.ts';
import { sessionsOf } from './sessions.ts';

export interface Restored {
	actor: Actor;
	session: { id: string; expiresAt: Date };
	/** It was extended: the cookie must be, too. */
	isExtended: boolean;
}

/** Who a session cookie stands for; null when it is unknown or over. */
export async function restoreSession(
	db: Db,
	{ sessionId, address }: { sessionId: string; address: string | null }
): Promise<Restored | null> {
	// Longer than any of ours: not worth a query.
	if (sessionId.length > 128) return null;
	const { session, user } = await sessionsOf(db).validateSession(sessionId);
	if (!session) return null;
	return {
		actor: { kind: 'user', userId: user.id, email: user.email, role: user.role, address },
		session: { id: session.id, expiresAt: session.expiresAt },
		isExtended: session.fresh
	};
}
