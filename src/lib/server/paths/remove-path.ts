import type { PathInput } from '#lib/schemas/paths.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { enqueuePublishing } from '../domains/add-domain.ts';
import { findDomain } from '../domains/find-domain.ts';
import { notFound } from '../errors.ts';
import { notify } from '../notify.ts';

/** The domain's own app answers for that part again. Errors: not_found. */
export async function removePath(ctx: Context, { domainId, path }: PathInput): Promise<void> {
	const { host, serviceId, service } = await findDomain(ctx, {
		domainId,
		permission: 'projects:change'
	});
	const { projectId } = service;
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.domainPath.deleteMany({ where: { domainId, path } });
		if (count === 0) throw notFound('path');
		await recordAudit(tx, ctx, {
			action: 'path.removed',
			subject: domainId,
			projectId,
			serviceId,
			detail: { host, path, service: service.name }
		});
		await enqueuePublishing(tx, ctx, serviceId);
		await notify(tx, { kind: 'service', projectId, serviceId });
	});
}
