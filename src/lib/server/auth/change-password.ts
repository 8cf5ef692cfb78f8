import type { ChangePasswordInput } from '#lib/schemas/auth.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { signedInUser } from './authorise.ts';
import { checkPassword, hashPassword, refuseCommonPassword } from './password.ts';
import { countAttempt } from './rate-limit.ts';
import { sessionsOf, type SignedIn } from './sessions.ts';

const perAccount = { name: 'change-password:account', count: 10, seconds: 15 * 60 };

/**
 * Changes one's own password and ends every session of the account; the answer is a new one for the
 * browser that asked. Errors: wrong_password (422), password_too_common (422), too_many_attempts (429).
 */
export async function changePassword(
	ctx: Context,
	{ currentPassword, newPassword }: ChangePasswordInput
): Promise<SignedIn> {
	const userId = signedInUser(ctx);
	await countAttempt(ctx.db, perAccount, userId);
	const user = await ctx.db.user.findUniqueOrThrow({
		where: { id: userId },
		select: { passwordHash: true, email: true }
	});
	if (!(await checkPassword(user.passwordHash, currentPassword))) {
		throw new AppError('wrong_password', 422, 'This is not your current password.', {
			field: 'currentPassword'
		});
	}
	refuseCommonPassword(newPassword, user.email, 'newPassword');
	const passwordHash = await hashPassword(newPassword);
	await ctx.db.$transaction(async (tx) => {
		await tx.user.update({ where: { id: userId }, data: { passwordHash } });
		await tx.session.deleteMany({ where: { userId } });
		await recordAudit(tx, ctx, { action: 'password.changed', subject: userId });
	});
	const session = await sessionsOf(ctx.db).createSession(userId, {
		address: ctx.actor.address,
		userAgent: null
	});
	return { sessionId: session.id, expiresAt: session.expiresAt };
}
