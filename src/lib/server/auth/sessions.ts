import { Lucia, TimeSpan } from 'lucia';
import type { Db } from '../db/client.ts';
import { sessionStore } from './session-store.ts';

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof makeLucia>;
		DatabaseSessionAttributes: { address: string | null; userAgent: string | null };
		DatabaseUserAttributes: { email: string; role: 'admin' | 'user' };
	}
}

function makeLucia(db: Db) {
	return new Lucia(sessionStore(db), {
		// Sliding: used in its second half, a session lasts another 30 days.
		sessionExpiresIn: new TimeSpan(30, 'd'),
		getUserAttributes: ({ email, role }) => ({ email, role })
	});
}

const made = new WeakMap<Db, ReturnType<typeof makeLucia>>();

/** The sessions kept in this database. */
export function sessionsOf(db: Db): ReturnType<typeof makeLucia> {
	const lucia = made.get(db) ?? makeLucia(db);
	made.set(db, lucia);
	return lucia;
}

/** What a page needs to keep someone signed in: the cookie's content and its end. */
export interface SignedIn {
	sessionId: string;
	expiresAt: Date;
}
