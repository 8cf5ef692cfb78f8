import { getDelivery } from '../../webhooks/get-delivery.ts';
import { getWebhook } from '../../webhooks/get-webhook.ts';
import { listDeliveries } from '../../webhooks/list-deliveries.ts';
import { lookForPushes } from '../../webhooks/look-for-pushes.ts';
import { replayDelivery } from '../../webhooks/replay-delivery.ts';
import { rotateWebhookSecret } from '../../webhooks/rotate-webhook-secret.ts';
import type { Operations } from './operation.ts';

export const webhookOperations: Operations = {
	getDelivery: { run: getDelivery },
	getWebhook: { run: getWebhook },
	listDeliveries: { run: listDeliveries },
	lookForPushes: { run: lookForPushes },
	replayDelivery: { run: replayDelivery },
	rotateWebhookSecret: { run: rotateWebhookSecret }
};
