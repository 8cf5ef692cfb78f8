import type { TokenInput } from '#lib/schemas/tokens.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { signedInUser } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';

/** From the next request on the token is refused. Errors: not_found for a missing or foreign one. */
export async function revokeToken(ctx: Context, { tokenId }: TokenInput): Promise<void> {
	const userId = signedInUser(ctx);
	const where = { id: isId(tokenId) ? tokenId : '', userId };
	await ctx.db.$transaction(async (tx) => {
		const token = await tx.token.findFirst({ where, select: { name: true } });
		if (!token) throw notFound('token');
		await tx.token.updateMany({
			where: { ...where, revokedAt: null },
			data: { revokedAt: ctx.clock() }
		});
		const detail = { name: token.name };
		await recordAudit(tx, ctx, { action: 'token.revoked', subject: tokenId, detail });
	});
}
