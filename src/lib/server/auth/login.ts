import type { LoginInput } from '#lib/schemas/auth.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { checkPassword } from './password.ts';
import { countAttempt, forgetAttempts } from './rate-limit.ts';
import { sessionsOf, type SignedIn } from './sessions.ts';

const perAccount = { name: 'login:account', count: 10, seconds: 15 * 60 };
const perAddress = { name: 'login:address', count: 40, seconds: 15 * 60 };

/**
 * Signs in with e-mail and password. Unknown account and wrong password answer alike, in the same time.
 * Errors: login_failed (401), too_many_attempts (429).
 */
export async function login(
	ctx: Context,
	{ email, password, userAgent }: LoginInput & { userAgent: string | null }
): Promise<SignedIn> {
	const { db, actor } = ctx;
	await countAttempt(db, perAddress, actor.address ?? 'unknown');
	await countAttempt(db, perAccount, email);
	const user = await db.user.findUnique({
		where: { email },
		select: { id: true, passwordHash: true }
	});
	const fits = await checkPassword(user?.passwordHash ?? null, password);
	if (!user || !fits) {
		await db.$transaction((tx) =>
			recordAudit(tx, ctx, { action: 'session.refused', subject: user?.id ?? 'unknown account' })
		);
		throw new AppError('login_failed', 401, 'E-mail address or password is wrong.');
	}
	await forgetAttempts(db, perAccount, email);
	const sessions = sessionsOf(db);
	// Rows of the past are cleared when someone signs in: seldom enough, and no clock is needed for it.
	await sessions.deleteExpiredSessions();
	await db.rateLimit.deleteMany({ where: { expiresAt: { lt: ctx.clock() } } });
	const session = await sessions.createSession(user.id, {
		address: actor.address,
		userAgent: userAgent?.slice(0, 256) ?? null
	});
	await db.$transaction((tx) =>
		recordAudit(
			tx,
			{ ...ctx, actor: { ...actor, userId: user.id } },
			{ action: 'session.created', subject: user.id }
		)
	);
	return { sessionId: session.id, expiresAt: session.expiresAt };
}
