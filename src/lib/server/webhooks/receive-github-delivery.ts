import { countAttempt } from '../auth/rate-limit.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { AppError } from '../errors.ts';
import { decodeUtf8, parseJson } from '../http/json.ts';
import { holdService } from './hold-service.ts';
import { keepPayload } from './keep-payload.ts';
import { secretBefore } from './rotate-webhook-secret.ts';
import { settleDelivery, type Received } from './settle-delivery.ts';
import { isSigned } from './verify-signature.ts';

export interface Delivery {
	serviceId: string;
	/** X-GitHub-Delivery, X-GitHub-Event, X-Hub-Signature-256 */
	deliveryId: string | null;
	event: string | null;
	signature: string | null;
	body: Buffer;
	/** Of the request, for the inbox. */
	headers?: Headers;
}

const perAddress = { name: 'hooks:refused', count: 60, seconds: 60 };
const deepest = 64;

/** Errors: malformed_json (400). */
export const readPayload = (body: Buffer): unknown =>
	parseJson(body, { maxDepth: deepest, anyKey: true });

/** Errors: bad_signature (401), the same for an unknown service; malformed_json (400). */
async function readSigned(ctx: Context, { serviceId, body, signature }: Delivery) {
	const service = isId(serviceId)
		? await ctx.db.service.findFirst({
				where: { id: serviceId, deletedAt: null, project: { deletedAt: null } }
			})
		: null;
	const text = decodeUtf8(body);
	// Without a service the check is made all the same: both answers take as long.
	const secret = service ? ctx.vault.open(service.webhookSecretCipher) : 'no such service';
	const before = service && secretBefore(ctx, service);
	const fits =
		(await isSigned(secret, { body: text, signature })) ||
		(before !== null && (await isSigned(before, { body: text, signature })));
	if (!service || !fits) {
		await countAttempt(ctx.db, perAddress, ctx.actor.address ?? 'unknown');
		throw badSignature();
	}
	return readPayload(body);
}

const badSignature = () => new AppError('bad_signature', 401, 'The signature does not fit.');

/**
 * Takes one delivery of GitHub's: signature first, then once per delivery id, with the decision and its
 * reason kept. Errors: bad_signature (401), malformed_json (400), malformed_delivery (400).
 */
export async function receiveGithubDelivery(ctx: Context, delivery: Delivery): Promise<Received> {
	const payload = await readSigned(ctx, delivery);
	const { deliveryId, event, serviceId } = delivery;
	if (!/^[\w-]{1,64}$/.test(deliveryId ?? '') || !/^[a-z_]{1,64}$/.test(event ?? '')) {
		throw new AppError(
			'malformed_delivery',
			400,
			'X-GitHub-Delivery or X-GitHub-Event is missing.'
		);
	}
	const arrived = {
		id: deliveryId ?? '',
		event: event ?? '',
		payload,
		kept: keepPayload(delivery)
	};
	return ctx.db.$transaction(async (tx) => {
		const service = await holdService(tx, serviceId);
		if (!service) throw badSignature();
		return settleDelivery(tx, ctx, { service, arrived });
	});
}
