import type { DomainInput } from '#lib/schemas/domains.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { enqueuePublishing } from '../domains/add-domain.ts';
import { findDomain } from '../domains/find-domain.ts';
import { notFound } from '../errors.ts';
import { notify } from '../notify.ts';

/** Gantry gets the domain's certificate again. Errors: not_found. */
export async function removeCertificate(
	ctx: Context,
	{ domainId }: DomainInput
): Promise<{ host: string }> {
	const { host, serviceId, service } = await findDomain(ctx, {
		domainId,
		permission: 'projects:change'
	});
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.ownCertificate.deleteMany({ where: { domainId } });
		if (count === 0) throw notFound('certificate');
		const looked = { checkAgainAt: null, waitsSince: ctx.clock(), certificate: 'none' as const };
		await tx.domain.updateMany({ where: { id: domainId }, data: looked });
		await recordAudit(tx, ctx, {
			action: 'certificate.removed',
			subject: domainId,
			projectId: service.projectId,
			serviceId,
			detail: { host, service: service.name }
		});
		await enqueuePublishing(tx, ctx, serviceId);
		await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
	});
	return { host };
}
