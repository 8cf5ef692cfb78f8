import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../context.ts';
import type { Db } from '../db/client.ts';
import { AppError } from '../errors.ts';
import { countAttempt } from './rate-limit.ts';

const perToken = { name: 'api:token', count: 600, seconds: 60 };
const perAddress = { name: 'api:refused', count: 60, seconds: 60 };

const form = /^Bearer (gantry_[A-Za-z0-9_-]{43})$/i;

export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

async function findToken(db: Db, header: string | null) {
	const token = form.exec(header ?? '')?.[1];
	if (token === undefined) return null;
	const hash = hashToken(token);
	const found = await db.token.findUnique({
		where: { hash },
		include: { user: { select: { id: true, email: true, role: true } } }
	});
	const isSame = found && timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash));
	return isSame ? found : null;
}

/**
 * The actor that an `Authorization` header stands for.
 * Errors: token_invalid, token_expired, token_revoked (401), too_many_attempts (429).
 */
export async function authenticateBearer(
	{ db, clock }: { db: Db; clock: () => Date },
	{ header, address }: { header: string | null; address: string | null }
): Promise<Actor> {
	const token = await findToken(db, header);
	const refuse = async (code: string, message: string): Promise<never> => {
		await countAttempt(db, perAddress, address ?? 'unknown');
		throw new AppError(code, 401, message, {
			hint: 'Send "Authorization: Bearer <token>"; tokens are made in the settings or with `npx gantry token create`.'
		});
	};
	if (!token) return refuse('token_invalid', 'A valid API token is required.');
	if (token.revokedAt) return refuse('token_revoked', 'This API token was revoked.');
	const now = clock();
	if (token.expiresAt && token.expiresAt <= now) {
		return refuse('token_expired', 'This API token has expired.');
	}
	await countAttempt(db, perToken, token.id);
	// Once a minute is exact enough for people, and spares the write on a busy token.
	if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() > 60_000) {
		await db.token.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } });
	}
	const { id: userId, email, role } = token.user;
	return { kind: 'user', userId, email, role, address };
}
