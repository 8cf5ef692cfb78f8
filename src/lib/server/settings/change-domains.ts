import type { ChangeDomainsInput } from '#lib/schemas/settings.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { installationId } from '../installation/ensure-installation.ts';
import { forgetNames } from './known-names.ts';

/**
 * Changes under which names apps and panel answer; what is left out stays. The worker moves the edge
 * and every app's host over. Errors: not_allowed, domain_taken (409).
 */
export async function changeDomains(ctx: Context, input: ChangeDomainsInput): Promise<void> {
	authorise(ctx, 'installation:change');
	const wanted = [input.baseDomain, input.panelDomain].filter((host) => typeof host === 'string');
	const taken = await ctx.db.domain.findFirst({ where: { host: { in: wanted } } });
	if (taken) {
		throw new AppError('domain_taken', 409, `${taken.host} is attached to an app.`, {
			field: taken.host === input.baseDomain ? 'baseDomain' : 'panelDomain',
			hint: 'Remove it there first.'
		});
	}
	await ctx.db.$transaction(async (tx) => {
		await tx.installation.update({
			where: { id: installationId },
			data: {
				...(input.baseDomain !== undefined && { baseDomain: input.baseDomain }),
				...(input.panelDomain !== undefined && { panelDomain: input.panelDomain })
			}
		});
		await recordAudit(tx, ctx, {
			action: 'settings.domains-changed',
			subject: installationId,
			detail: { baseDomain: input.baseDomain ?? null, panelDomain: input.panelDomain ?? null }
		});
		await ctx.queue.add(tx, 'apply-edge', {}, { jobKey: 'apply-edge' });
		const services = await tx.service.findMany({
			where: { deletedAt: null },
			select: { id: true }
		});
		for (const { id: serviceId } of services) {
			await ctx.queue.add(
				tx,
				'publish-hosts',
				{ serviceId },
				{ jobKey: `publish-hosts:${serviceId}` }
			);
		}
	});
	forgetNames(ctx.db);
}
