import type { ServiceInput } from '#lib/schemas/services.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Service } from '#prisma/client/client.ts';
import type { Context } from '../context.ts';
import { newWebhookSecret } from '../services/create-in-project.ts';
import { findService } from '../services/find-service.ts';

/** Milliseconds for which the secret before counts, too: until it was exchanged at the Git host. */
const rotationMs = 24 * 3_600_000;

/** The secret before, while it still counts; null: there is none, or its time is over. */
export function secretBefore(
	{ vault, clock }: Pick<Context, 'vault' | 'clock'>,
	service: Pick<Service, 'webhookSecretBeforeCipher' | 'webhookSecretRotatedAt'>
): string | null {
	const { webhookSecretBeforeCipher: cipher, webhookSecretRotatedAt: at } = service;
	if (!cipher || !at || clock().getTime() - at.getTime() > rotationMs) return null;
	return vault.open(cipher);
}

/** Makes a new secret and answers it, this once; the old one counts for a day more. Errors: not_found. */
export async function rotateWebhookSecret(
	ctx: Context,
	{ serviceId }: ServiceInput
): Promise<{ secret: string }> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	const secret = newWebhookSecret();
	const webhookSecretCipher = ctx.vault.seal(secret);
	await ctx.db.$transaction(async (tx) => {
		await tx.service.update({
			where: { id: serviceId },
			data: {
				webhookSecretCipher,
				webhookSecretBeforeCipher: service.webhookSecretCipher,
				webhookSecretRotatedAt: ctx.clock()
			}
		});
		await recordAudit(tx, ctx, {
			action: 'webhook.secret-rotated',
			subject: serviceId,
			projectId: service.projectId,
			serviceId,
			detail: { service: service.name }
		});
	});
	return { secret };
}
