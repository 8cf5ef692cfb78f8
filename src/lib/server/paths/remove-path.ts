import type { PathInput } from '#lib/schemas/paths.ts';
import type { Context } from '../context.ts';
import { publishChange } from '../domains/publish-change.ts';
import { findDomain } from '../domains/find-domain.ts';
import { notFound } from '../errors.ts';

/** The domain's own app answers for that part again. Errors: not_found. */
export async function removePath(ctx: Context, { domainId, path }: PathInput): Promise<void> {
	const { host, service } = await findDomain(ctx, {
		domainId,
		permission: 'projects:change'
	});
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.domainPath.deleteMany({ where: { domainId, path } });
		if (count === 0) throw notFound('path');
		await publishChange(tx, ctx, {
			action: 'path.removed',
			subject: domainId,
			service,
			detail: { host, path }
		});
	});
}
