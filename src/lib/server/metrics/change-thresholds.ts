import { readChosen, type ChosenThresholds } from '#lib/rules/metrics/thresholds.ts';
import type { Prisma } from '#prisma/client/client.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';
import { findService } from '../services/find-service.ts';

/**
 * Chooses thresholds of a service, or with null of the server; what is left out stays. They hold within a
 * minute. Errors: not_found, not_allowed.
 */
export async function changeThresholds(
	ctx: Context,
	{ serviceId, chosen }: { serviceId: string | null; chosen: ChosenThresholds }
): Promise<void> {
	if (serviceId === null) authorise(ctx, 'installation:change');
	const service =
		serviceId === null
			? null
			: await findService(ctx, { serviceId, permission: 'projects:change' });
	await ctx.db.$transaction(async (tx) => {
		if (serviceId === null) {
			const where = { id: installationId };
			const { thresholds } = await tx.installation.findUniqueOrThrow({ where });
			await tx.installation.update({ where, data: { thresholds: merged(thresholds, chosen) } });
		} else {
			const where = { id: serviceId };
			const { thresholds } = await tx.service.findUniqueOrThrow({ where });
			await tx.service.update({ where, data: { thresholds: merged(thresholds, chosen) } });
		}
		await recordAudit(tx, ctx, {
			action: serviceId === null ? 'settings.thresholds-changed' : 'service.thresholds-changed',
			subject: serviceId ?? installationId,
			...(service && { projectId: service.project.id, serviceId: service.id }),
			detail: { chosen: JSON.stringify(chosen) }
		});
	});
}

const merged = (kept: unknown, chosen: ChosenThresholds) =>
	({ ...readChosen(kept), ...chosen }) as Prisma.InputJsonObject;
