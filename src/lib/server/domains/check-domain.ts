import type { DomainInput } from '#lib/schemas/domains.ts';
import type { Context } from '../context.ts';
import { enqueuePublishing } from './add-domain.ts';
import { findDomain } from './find-domain.ts';

/** Has the worker look at a domain's DNS, and ask for the certificate it lacks, now. Errors: not_found. */
export async function checkDomain(ctx: Context, { domainId }: DomainInput): Promise<void> {
	const { serviceId } = await findDomain(ctx, { domainId, permission: 'projects:change' });
	await ctx.db.$transaction(async (tx) => {
		const data = { checkAgainAt: null, waitsSince: ctx.clock(), certificateRetryAt: null };
		await tx.domain.updateMany({ where: { id: domainId }, data });
		await enqueuePublishing(tx, ctx, serviceId);
	});
}
