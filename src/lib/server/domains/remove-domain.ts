import type { DomainInput } from '#lib/schemas/domains.ts';
import type { Context } from '../context.ts';
import { publishChange } from './publish-change.ts';
import { findDomain } from './find-domain.ts';

/** Takes a host name away from its service; it answers "unknown site" from then on. Errors: not_found. */
export async function removeDomain(ctx: Context, { domainId }: DomainInput): Promise<void> {
	const { host, serviceId, service } = await findDomain(ctx, {
		domainId,
		permission: 'projects:change'
	});
	await ctx.db.$transaction(async (tx) => {
		await tx.domain.deleteMany({ where: { id: domainId } });
		// What led here answers by itself again.
		await tx.domain.updateMany({
			where: { serviceId, redirectTo: host },
			data: { redirectTo: null }
		});
		await publishChange(tx, ctx, {
			action: 'domain.removed',
			subject: domainId,
			service,
			detail: { host }
		});
	});
}
