import { redirect } from '@sveltejs/kit';
import { replayDeliveryInput } from '#lib/schemas/webhooks.ts';
import { newId } from '#lib/server/db/id.ts';
import { submit } from '#lib/server/forms.ts';
import { getDelivery } from '#lib/server/webhooks/get-delivery.ts';
import { replayDelivery } from '#lib/server/webhooks/replay-delivery.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params }) => ({
	delivery: await getDelivery(context, { serviceId: params.service, deliveryId: params.delivery }),
	replayKey: newId()
});

export const actions: Actions = {
	replay: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const { deliveryId } = await replayDelivery(
				context,
				replayDeliveryInput.parse({
					serviceId: params.service,
					deliveryId: params.delivery,
					formKey: fields.get('formKey') ?? undefined
				})
			);
			redirect(303, `/services/${params.service}/webhook/${deliveryId}`);
		})
};
