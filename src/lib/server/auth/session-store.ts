import { hash } from 'node:crypto';
import type { Adapter, DatabaseSession } from 'lucia';
import type { Db } from '../db/client.ts';

// A copy of the database gives nobody a session: what stands in it is the hash of what the cookie holds.
const stored = (sessionId: string) => hash('sha256', sessionId);

/** lucia's adapter over our tables. Session ids are hashed before they reach the database. */
export function sessionStore(db: Db): Adapter {
	return {
		async getSessionAndUser(sessionId) {
			const row = await db.session.findUnique({
				where: { id: stored(sessionId) },
				include: { user: { select: { id: true, email: true, role: true } } }
			});
			if (!row) return [null, null];
			const { userId, expiresAt, address, userAgent, user } = row;
			return [
				{ id: sessionId, userId, expiresAt, attributes: { address, userAgent } },
				{ id: user.id, attributes: { email: user.email, role: user.role } }
			];
		},
		/** Ids are the stored ones: good for showing, not for signing in. */
		async getUserSessions(userId): Promise<DatabaseSession[]> {
			const rows = await db.session.findMany({ where: { userId } });
			return rows.map(({ id, expiresAt, address, userAgent }) => ({
				id,
				userId,
				expiresAt,
				attributes: { address, userAgent }
			}));
		},
		async setSession({ id, userId, expiresAt, attributes: { address, userAgent } }) {
			await db.session.create({ data: { id: stored(id), userId, expiresAt, address, userAgent } });
		},
		async updateSessionExpiration(sessionId, expiresAt) {
			await db.session.updateMany({ where: { id: stored(sessionId) }, data: { expiresAt } });
		},
		async deleteSession(sessionId) {
			await db.session.deleteMany({ where: { id: stored(sessionId) } });
		},
		async deleteUserSessions(userId) {
			await db.session.deleteMany({ where: { userId } });
		},
		async deleteExpiredSessions() {
			await db.session.deleteMany({ where: { expiresAt: { lte: new Date() } } });
		}
	};
}
