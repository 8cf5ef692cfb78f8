import type { DomainInput } from '#lib/schemas/domains.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { enqueuePublishing } from './enqueue-publishing.ts';
import { findDomain } from './find-domain.ts';

/** Has the worker look at a domain's DNS, and ask for the certificate it lacks, now. Errors: not_found. */
export async function checkDomain(ctx: Context, { domainId }: DomainInput): Promise<void> {
	const permission = 'projects:change';
	const { host, serviceId, service } = await findDomain(ctx, { domainId, permission });
	await ctx.db.$transaction(async (tx) => {
		const data = { checkAgainAt: null, waitsSince: ctx.clock(), certificateRetryAt: null };
		await tx.domain.updateMany({ where: { id: domainId }, data });
		await recordAudit(tx, ctx, {
			action: 'domain.checked',
			subject: domainId,
			projectId: service.projectId,
			serviceId,
			detail: { host, service: service.name }
		});
		await enqueuePublishing(tx, ctx, serviceId);
	});
}
