import { signedInUser } from '../auth/authorise.ts';
import type { Context } from '../context.ts';

export interface TokenView {
	id: string;
	name: string;
	/** Its first characters, to tell tokens apart. */
	prefix: string;
	state: 'active' | 'expired' | 'revoked';
	createdAt: Date;
	lastUsedAt: Date | null;
	expiresAt: Date | null;
}

/** One's own tokens, newest first. */
export async function listTokens(ctx: Context): Promise<TokenView[]> {
	const userId = signedInUser(ctx);
	const rows = await ctx.db.token.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } });
	const now = ctx.clock();
	return rows.map(({ id, name, prefix, createdAt, lastUsedAt, expiresAt, revokedAt }) => ({
		id,
		name,
		prefix,
		state: revokedAt ? 'revoked' : expiresAt && expiresAt <= now ? 'expired' : 'active',
		createdAt,
		lastUsedAt,
		expiresAt
	}));
}
