import type { DomainInput } from '#lib/schemas/domains.ts';
import type { Context } from '../context.ts';
import { enqueuePublishing } from './add-domain.ts';
import { findDomain } from './find-domain.ts';

/** Has the worker look at a domain's DNS again, now. Errors: not_found. */
export async function checkDomain(ctx: Context, { domainId }: DomainInput): Promise<void> {
	const { serviceId } = await findDomain(ctx, { domainId, permission: 'projects:change' });
	await ctx.db.$transaction((tx) => enqueuePublishing(tx, ctx, serviceId));
}
