import { dependency } from '#lib/rules/live-names.ts';
import { submit } from '#lib/server/forms.ts';
import { getWebhook } from '#lib/server/webhooks/get-webhook.ts';
import { rotateWebhookSecret } from '#lib/server/webhooks/rotate-webhook-secret.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	return { webhook: await getWebhook(context, { serviceId: params.service }) };
};

export const actions: Actions = {
	/** The one time that the secret is shown. */
	rotate: ({ locals: { context }, params, request }) =>
		submit(request, async () => ({
			notice: 'A new secret was made; the old one counts no more.',
			...(await rotateWebhookSecret(context, { serviceId: params.service }))
		}))
};
