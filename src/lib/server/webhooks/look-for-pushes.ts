import type { ServiceInput } from '#lib/schemas/services.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';

/** Has the worker ask the Git host for the branch's head, now. Errors: not_found. */
export async function lookForPushes(ctx: Context, { serviceId }: ServiceInput): Promise<void> {
	const { name, projectId } = await findService(ctx, {
		serviceId,
		permission: 'projects:change'
	});
	await ctx.db.$transaction(async (tx) => {
		await ctx.queue.add(
			tx,
			'find-missed-push',
			{ serviceId },
			// Asked again before it began: one look answers both.
			{ jobKey: `find-missed-push:${serviceId}` }
		);
		await recordAudit(tx, ctx, {
			action: 'webhook.looked',
			subject: serviceId,
			projectId,
			serviceId,
			detail: { service: name }
		});
	});
}
