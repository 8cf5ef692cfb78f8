import type { ChangeBuildSettingsInput } from '#lib/schemas/settings.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';

type Given = number | null | undefined;

/** Whole: fractions come from cores and minutes. undefined stays what it is, null is the computed value. */
const times = (value: Given, factor: number) =>
	typeof value === 'number' ? Math.round(value * factor) : value;

/** Changes what builds are held to, from the next build on. Errors: not_allowed. */
export async function changeBuildSettings(
	ctx: Context,
	input: ChangeBuildSettingsInput
): Promise<void> {
	authorise(ctx, 'installation:change');
	const { slots, memoryMegabytes: memory, cpus, pidsLimit, minutes, idleMinutes } = input;
	await ctx.db.$transaction(async (tx) => {
		await tx.installation.update({
			where: { id: installationId },
			data: {
				buildSlots: slots,
				buildMemoryBytes: typeof memory === 'number' ? BigInt(memory) * 2n ** 20n : memory,
				buildCpuMillis: times(cpus, 1000),
				buildPidsLimit: pidsLimit,
				buildSeconds: times(minutes, 60),
				buildIdleSeconds: times(idleMinutes, 60)
			}
		});
		await recordAudit(tx, ctx, {
			action: 'settings.builds-changed',
			subject: installationId,
			detail: { ...input }
		});
	});
}
