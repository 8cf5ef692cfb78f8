import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { sessionsOf } from './sessions.ts';

/** Ends one session; its cookie is worth nothing afterwards. */
export async function logout(ctx: Context, { sessionId }: { sessionId: string }): Promise<void> {
	await sessionsOf(ctx.db).invalidateSession(sessionId);
	const subject = ctx.actor.userId ?? 'unknown account';
	await ctx.db.$transaction((tx) => recordAudit(tx, ctx, { action: 'session.ended', subject }));
}
