import type { ChangeAccessSettingsInput } from '#lib/schemas/settings.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';

/** Changes what the edge writes down of visitors; the worker tells the edge. Errors: not_allowed. */
export async function changeAccessSettings(
	ctx: Context,
	{ isOn, wholeAddresses, days }: ChangeAccessSettingsInput
): Promise<void> {
	authorise(ctx, 'installation:change');
	await ctx.db.$transaction(async (tx) => {
		await tx.installation.update({
			where: { id: installationId },
			data: {
				...(isOn !== undefined && { accessLog: isOn }),
				...(wholeAddresses !== undefined && { wholeAddresses }),
				...(days !== undefined && { requestDays: days })
			}
		});
		await recordAudit(tx, ctx, {
			action: 'settings.requests-changed',
			subject: installationId,
			detail: {
				...(isOn !== undefined && { isOn }),
				...(wholeAddresses !== undefined && { wholeAddresses }),
				...(days !== undefined && { days })
			}
		});
		await ctx.queue.add(tx, 'apply-edge', {}, { jobKey: 'apply-edge' });
	});
}
