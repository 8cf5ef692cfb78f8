import type { VariableScope } from '#lib/rules/variable-scope.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';

export interface VariableView {
	key: string;
	isSecret: boolean;
	scope: VariableScope;
	/** null for a secret: once saved, nobody reads it again. */
	value: string | null;
	updatedAt: Date;
}

/** A service's variables in the order in which they were written. Errors: not_found, secret_unreadable. */
export async function listVariables(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<VariableView[]> {
	await findService(ctx, { serviceId, permission: 'projects:see' });
	const rows = await ctx.db.variable.findMany({
		where: { serviceId },
		orderBy: [{ position: 'asc' }, { key: 'asc' }]
	});
	return rows.map(({ key, isSecret, scope, valueCipher, updatedAt }) => ({
		key,
		isSecret,
		scope,
		value: isSecret ? null : ctx.vault.open(valueCipher),
		updatedAt
	}));
}
