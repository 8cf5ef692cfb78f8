import { createHash } from 'node:crypto';
import type { Db } from '../db/client.ts';
import { AppError } from '../errors.ts';

export interface Limit {
	/** What is counted: 'login:account', 'api:token', … */
	name: string;
	count: number;
	seconds: number;
}

// Hashed: what people type is of any length and may be a secret in the wrong field.
const keyOf = (limit: Limit, subject: string) =>
	`${limit.name}:${createHash('sha256').update(subject).digest('base64url')}`;

/**
 * Counts one attempt, atomically over all processes and by the database's clock.
 * Errors: too_many_attempts (429) from attempt count + 1 on until the window is over.
 */
export async function countAttempt(db: Db, limit: Limit, subject: string): Promise<void> {
	const [row] = await db.$queryRaw<{ count: number; seconds: number }[]>`
		insert into rate_limit as r (key, count, expires_at)
		values (${keyOf(limit, subject)}, 1, now() + make_interval(secs => ${limit.seconds}::float8))
		on conflict (key) do update set
			count = case when r.expires_at <= now() then 1 else r.count + 1 end,
			expires_at = case when r.expires_at <= now() then excluded.expires_at else r.expires_at end
		returning count, ceil(extract(epoch from expires_at - now()))::int as seconds`;
	if (!row || row.count <= limit.count) return;
	const wait =
		row.seconds > 90 ? `${Math.ceil(row.seconds / 60)} minutes` : `${row.seconds} seconds`;
	throw new AppError('too_many_attempts', 429, 'Too many attempts.', {
		hint: `Try again in ${wait}.`
	});
}

export async function forgetAttempts(db: Db, limit: Limit, subject: string): Promise<void> {
	await db.rateLimit.deleteMany({ where: { key: keyOf(limit, subject) } });
}
