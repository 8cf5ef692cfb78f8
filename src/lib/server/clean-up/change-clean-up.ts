import type { ChangeCleanUpInput } from '#lib/schemas/clean-up.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';

/** Bytes of what people call a gigabyte of disk. */
export const gigabyte = 2 ** 30;

/** Changes how much is kept; null is the default, what is left out stays. Errors: not_allowed. */
export async function changeCleanUp(ctx: Context, input: ChangeCleanUpInput): Promise<void> {
	authorise(ctx, 'installation:change');
	const { keepReleases, buildCacheGigabytes, logDays } = input;
	const bytes =
		buildCacheGigabytes === null ? null : BigInt(buildCacheGigabytes ?? 0) * BigInt(gigabyte);
	await ctx.db.$transaction(async (tx) => {
		await tx.installation.update({
			where: { id: installationId },
			data: {
				...(keepReleases !== undefined && { keepReleases }),
				...(buildCacheGigabytes !== undefined && { buildCacheBytes: bytes }),
				...(logDays !== undefined && { logDays })
			}
		});
		await recordAudit(tx, ctx, {
			action: 'settings.clean-up-changed',
			subject: installationId,
			detail: {
				...(keepReleases !== undefined && { keepReleases }),
				...(buildCacheGigabytes !== undefined && { buildCacheGigabytes }),
				...(logDays !== undefined && { logDays })
			}
		});
	});
}
