import type { ServiceInput } from '#lib/schemas/services.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { newWebhookSecret } from '../services/create-in-project.ts';
import { findService } from '../services/find-service.ts';

/** Makes a new secret and answers it, this once; the old one counts no more. Errors: not_found. */
export async function rotateWebhookSecret(
	ctx: Context,
	{ serviceId }: ServiceInput
): Promise<{ secret: string }> {
	await findService(ctx, { serviceId, permission: 'projects:change' });
	const secret = newWebhookSecret();
	const webhookSecretCipher = ctx.vault.seal(secret);
	await ctx.db.$transaction(async (tx) => {
		await tx.service.update({ where: { id: serviceId }, data: { webhookSecretCipher } });
		await recordAudit(tx, ctx, { action: 'webhook.secret-rotated', subject: serviceId });
	});
	return { secret };
}
