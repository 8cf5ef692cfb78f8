import { dependency } from '#lib/rules/live-names.ts';
import { deliveryFilter } from '#lib/schemas/webhooks.ts';
import { submit } from '#lib/server/forms.ts';
import { getWebhook } from '#lib/server/webhooks/get-webhook.ts';
import { lookForPushes } from '#lib/server/webhooks/look-for-pushes.ts';
import { rotateWebhookSecret } from '#lib/server/webhooks/rotate-webhook-secret.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, url, depends }) => {
	depends(dependency(`service:${params.service}`));
	const filter = deliveryFilter.parse(Object.fromEntries(url.searchParams));
	const before = url.searchParams.get('before') ?? undefined;
	const webhook = await getWebhook(context, { serviceId: params.service, ...filter, before });
	return { webhook, filter, isFirst: before === undefined };
};

export const actions: Actions = {
	/** The one time that the secret is shown. */
	rotate: ({ locals: { context }, params, request }) =>
		submit(request, async () => ({
			notice: 'A new secret was made; the old one counts for a day more.',
			...(await rotateWebhookSecret(context, { serviceId: params.service }))
		})),

	/** What it finds is told by an event. */
	look: ({ locals: { context }, params, request }) =>
		submit(request, async () => {
			await lookForPushes(context, { serviceId: params.service });
			return { notice: 'The Git host is being asked.' };
		})
};
