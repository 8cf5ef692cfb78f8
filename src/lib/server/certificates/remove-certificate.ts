import type { DomainInput } from '#lib/schemas/domains.ts';
import type { Context } from '../context.ts';
import { publishChange } from '../domains/publish-change.ts';
import { findDomain } from '../domains/find-domain.ts';
import { notFound } from '../errors.ts';

/** Gantry gets the domain's certificate again. Errors: not_found. */
export async function removeCertificate(
	ctx: Context,
	{ domainId }: DomainInput
): Promise<{ host: string }> {
	const { host, service } = await findDomain(ctx, {
		domainId,
		permission: 'projects:change'
	});
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.ownCertificate.deleteMany({ where: { domainId } });
		if (count === 0) throw notFound('certificate');
		const looked = { checkAgainAt: null, waitsSince: ctx.clock(), certificate: 'none' as const };
		await tx.domain.updateMany({ where: { id: domainId }, data: looked });
		await publishChange(tx, ctx, {
			action: 'certificate.removed',
			subject: domainId,
			service,
			detail: { host }
		});
	});
	return { host };
}
