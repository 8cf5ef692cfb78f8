import type { ClaimInput, CreateAdminInput } from '#lib/schemas/auth.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { hashPassword, refuseCommonPassword } from '../auth/password.ts';
import { countAttempt } from '../auth/rate-limit.ts';
import { sessionsOf, type SignedIn } from '../auth/sessions.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { AppError } from '../errors.ts';
import { installationId } from './ensure-installation.ts';
import { hashSetupToken } from './setup-token.ts';

const perAddress = { name: 'claim:address', count: 20, seconds: 15 * 60 };

interface Claim extends CreateAdminInput {
	/** Who claims from the server's own console needs no token. */
	setupTokenHash?: string;
	baseDomain?: string | null;
}

/** One conditional update decides: of two claims at once, the second finds nothing left to update. */
async function claim(ctx: Context, { email, password, ...given }: Claim): Promise<string | null> {
	refuseCommonPassword(password, email, 'password');
	const passwordHash = await hashPassword(password);
	return ctx.db.$transaction(async (tx) => {
		const { count } = await tx.installation.updateMany({
			where: {
				id: installationId,
				claimedAt: null,
				...(given.setupTokenHash !== undefined && { setupTokenHash: given.setupTokenHash })
			},
			data: {
				claimedAt: ctx.clock(),
				setupTokenHash: null,
				...(given.baseDomain && { baseDomain: given.baseDomain })
			}
		});
		if (count === 0) return null;
		const user = { id: newId(), email, passwordHash, role: 'admin' as const };
		await tx.user.create({ data: user });
		const actor = { ...ctx.actor, userId: user.id };
		await recordAudit(
			tx,
			{ ...ctx, actor },
			{ action: 'installation.claimed', subject: user.id, detail: { email } }
		);
		await ctx.queue.add(tx, 'apply-edge', {}, { jobKey: 'apply-edge' });
		return user.id;
	});
}

/**
 * Creates the first admin with the token of the printed set-up link and signs them in.
 * Errors: setup_refused (404) for a wrong token and for an installation claimed before, alike.
 */
export async function claimInstallation(
	ctx: Context,
	input: ClaimInput & { userAgent: string | null }
): Promise<SignedIn> {
	await countAttempt(ctx.db, perAddress, ctx.actor.address ?? 'unknown');
	const userId = await claim(ctx, {
		email: input.email,
		password: input.password,
		baseDomain: input.baseDomain ?? null,
		setupTokenHash: hashSetupToken(input.token)
	});
	if (userId === null) {
		throw new AppError('setup_refused', 404, 'This set-up link is not valid.', {
			hint: 'It is new at each start: open the link that the newest start printed. After the set-up, sign in instead.'
		});
	}
	const session = await sessionsOf(ctx.db).createSession(userId, {
		address: ctx.actor.address,
		userAgent: input.userAgent?.slice(0, 256) ?? null
	});
	return { sessionId: session.id, expiresAt: session.expiresAt };
}

/** The same from the server's console (`gantry setup`). Errors: already_claimed (409). */
export async function createAdmin(ctx: Context, input: CreateAdminInput): Promise<void> {
	if ((await claim(ctx, input)) === null) {
		throw new AppError('already_claimed', 409, 'This installation has an admin account already.', {
			hint: 'Sign in with it.'
		});
	}
}
