import { randomBytes } from 'node:crypto';
import type { CreateTokenInput } from '#lib/schemas/tokens.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { hashToken } from '../auth/authenticate-bearer.ts';
import { signedInUser } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';

const day = 24 * 60 * 60 * 1000;

export interface CreatedToken {
	id: string;
	/** Shown this once: only its hash is kept. */
	token: string;
}

/** Makes an API token that may do what its owner may. */
export async function createToken(
	ctx: Context,
	{ name, expiresInDays }: CreateTokenInput
): Promise<CreatedToken> {
	const userId = signedInUser(ctx);
	const token = `gantry_${randomBytes(32).toString('base64url')}`;
	const id = newId();
	const expiresAt =
		expiresInDays === null ? null : new Date(ctx.clock().getTime() + expiresInDays * day);
	await ctx.db.$transaction(async (tx) => {
		await tx.token.create({
			data: { id, userId, name, hash: hashToken(token), prefix: token.slice(0, 11), expiresAt }
		});
		await recordAudit(tx, ctx, { action: 'token.created', subject: id, detail: { name } });
	});
	return { id, token };
}
