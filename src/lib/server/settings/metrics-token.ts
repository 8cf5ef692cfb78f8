import { randomBytes } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { hashToken } from '../auth/authenticate-bearer.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { installationId } from '../installation/ensure-installation.ts';

const prefixLength = 15;

/**
 * Makes the token with which a Prometheus reads /metrics, and nothing else; one made before is void at
 * once. It is shown this once: only its hash is kept. Errors: not_allowed.
 */
export async function createMetricsToken(ctx: Context): Promise<{ token: string }> {
	authorise(ctx, 'installation:change');
	const token = `gmetrics_${randomBytes(32).toString('base64url')}`;
	await ctx.db.$transaction(async (tx) => {
		await tx.installation.update({
			where: { id: installationId },
			data: {
				metricsTokenHash: hashToken(token),
				metricsTokenPrefix: token.slice(0, prefixLength),
				metricsTokenAt: ctx.clock()
			}
		});
		await recordAudit(tx, ctx, { action: 'settings.metrics-opened', subject: installationId });
	});
	return { token };
}

/** Closes /metrics. Errors: not_allowed. */
export async function revokeMetricsToken(ctx: Context): Promise<void> {
	authorise(ctx, 'installation:change');
	await ctx.db.$transaction(async (tx) => {
		await tx.installation.update({
			where: { id: installationId },
			data: { metricsTokenHash: null, metricsTokenPrefix: null, metricsTokenAt: null }
		});
		await recordAudit(tx, ctx, { action: 'settings.metrics-closed', subject: installationId });
	});
}
