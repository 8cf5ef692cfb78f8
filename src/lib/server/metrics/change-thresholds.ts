import { choiceWords, type ChosenThresholds } from '#lib/rules/metrics/thresholds.ts';
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
	const place = service ? 'service' : 'machine';
	const json = JSON.stringify(chosen);
	await ctx.db.$transaction(async (tx) => {
		// In one statement: of two that choose at once, neither takes the other's choice back.
		if (service) {
			await tx.$executeRaw`
				update service set thresholds = thresholds || ${json}::jsonb where id = ${service.id}`;
		} else {
			await tx.$executeRaw`
				update installation set thresholds = thresholds || ${json}::jsonb
				where id = ${installationId}`;
		}
		await recordAudit(tx, ctx, {
			action: service ? 'service.thresholds-changed' : 'settings.thresholds-changed',
			subject: service?.id ?? installationId,
			...(service && { projectId: service.project.id, serviceId: service.id }),
			detail: {
				...(service && { service: service.name }),
				chosen: choiceWords(place, chosen)
			}
		});
	});
}
