import type { ReplayDeliveryInput } from '#lib/schemas/webhooks.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { AppError, notFound } from '../errors.ts';
import { findDelivery, originalOf } from './find-delivery.ts';
import { holdService } from './hold-service.ts';
import { openPayload } from './open-payload.ts';
import { readPayload } from './receive-github-delivery.ts';
import { settleDelivery } from './settle-delivery.ts';

export interface Replayed {
	/** The replay, which is a delivery of its own. */
	deliveryId: string;
	reason: string;
	deploymentId: string | null;
}

/**
 * Has a delivery judged again as if it came now, by what the service wants now. One form replays once.
 * Errors: not_found, payload_gone (409).
 */
export async function replayDelivery(ctx: Context, input: ReplayDeliveryInput): Promise<Replayed> {
	const found = await findDelivery(ctx, { ...input, permission: 'projects:change' });
	const original = await originalOf(ctx, found);
	if (!original?.payload) {
		throw new AppError('payload_gone', 409, 'There is no payload that could be replayed.', {
			hint: 'Deploy the branch instead, or have the Git host deliver it again.'
		});
	}
	const payload = readPayload(await openPayload(original.payload));
	const { id: serviceId, projectId, name } = found.service;
	const { event, id: replayOf } = original;
	const deliveryId = `replay-${input.formKey ?? newId()}`;
	const done = await ctx.db.$transaction(async (tx) => {
		const service = await holdService(tx, serviceId);
		if (!service) throw notFound('service');
		const arrived = { id: deliveryId, event, payload, kept: null, replayOf };
		const settled = await settleDelivery(tx, ctx, { service, arrived });
		if (settled.decision === 'duplicate') return null;
		await recordAudit(tx, ctx, {
			action: 'webhook.replayed',
			subject: deliveryId,
			projectId,
			serviceId,
			detail: { service: name, event, decision: settled.decision }
		});
		return settled;
	});
	const row = done ?? (await settledBefore(ctx, { serviceId, id: deliveryId }));
	return { deliveryId, reason: row.reason, deploymentId: row.deploymentId };
}

const settledBefore = ({ db }: Context, key: { serviceId: string; id: string }) =>
	db.webhookDelivery.findUniqueOrThrow({
		where: { serviceId_id: key },
		select: { reason: true, deploymentId: true }
	});
