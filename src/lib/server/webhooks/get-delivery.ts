import { z } from 'zod';
import type { DeliveryInput } from '#lib/schemas/webhooks.ts';
import type { Context } from '../context.ts';
import { toDeliveryView, type DeliveryView } from './delivery-view.ts';
import { findDelivery, originalOf } from './find-delivery.ts';
import { openPayload } from './open-payload.ts';
import { secretBefore } from './rotate-webhook-secret.ts';
import { showPayload, type ShownPayload } from './show-payload.ts';

export interface DeliveryDetail extends DeliveryView {
	/** Name and value, as they came; the signature is never kept. */
	headers: [string, string][];
	payload: ShownPayload | null;
	/** Of the body as it came; null: it is not known. */
	payloadBytes: number | null;
	/** Why there is no payload, for people; null: there is one, and it can be replayed. */
	absence: string | null;
}

const stored = z.record(z.string(), z.string()).catch({});

/** A delivery with what came. Errors: not_found. */
export async function getDelivery(ctx: Context, wanted: DeliveryInput): Promise<DeliveryDetail> {
	const found = await findDelivery(ctx, { ...wanted, permission: 'projects:see' });
	const original = await originalOf(ctx, found);
	const view = toDeliveryView(found.delivery);
	const { webhookSecretCipher } = found.service;
	const secrets = [ctx.vault.open(webhookSecretCipher), secretBefore(ctx, found.service) ?? ''];
	return {
		...view,
		headers: Object.entries(stored.parse(original?.headers ?? {})),
		payload: original?.payload ? showPayload(await openPayload(original.payload), secrets) : null,
		payloadBytes: original?.payloadBytes ?? null,
		absence: original?.payload ? null : whyAbsent(view, original)
	};
}

function whyAbsent(
	{ origin }: DeliveryView,
	original: { headers: unknown; payloadBytes: number | null } | null
): string {
	if (origin === 'found') {
		return 'Gantry found this push at the Git host itself: nothing was delivered.';
	}
	if (original?.headers && original.payloadBytes !== null) {
		return 'The payload was larger than what is kept.';
	}
	return 'The payload is not kept any more: only those of the newest deliveries are.';
}
