import type { Context } from '../context.ts';
import { sessionsOf } from './sessions.ts';

/** Ends one session; its cookie is worth nothing afterwards. */
export async function logout(ctx: Context, { sessionId }: { sessionId: string }): Promise<void> {
	await sessionsOf(ctx.db).invalidateSession(sessionId);
}
