import { recordAudit } from '../audit/record-audit.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';

/** Asks the worker to clean up now; asked twice before it begins, it does it once. Errors: not_allowed. */
export async function requestCleanUp(ctx: Context): Promise<void> {
	authorise(ctx, 'installation:change');
	await ctx.db.$transaction(async (tx) => {
		await recordAudit(tx, ctx, { action: 'clean-up.requested', subject: installationId });
		await ctx.queue.add(tx, 'clean-up', { reason: 'asked' }, { jobKey: 'clean-up' });
	});
}
