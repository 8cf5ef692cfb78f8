import { z } from 'zod';
import { formKey, id } from './fields.ts';

/** One delivery of a service; its id is the Git host's own. */
const delivery = { serviceId: id, deliveryId: z.string().max(128) };

export const replayDeliveryInput = z.strictObject({ ...delivery, formKey });
export type ReplayDeliveryInput = z.infer<typeof replayDeliveryInput>;
export type DeliveryInput = Omit<ReplayDeliveryInput, 'formKey'>;

export const deliveryDecisions = ['deployed', 'ignored'] as const;

/** What of the deliveries is shown, as the address of the list says it. */
export const deliveryFilter = z.object({
	decision: z.enum(deliveryDecisions).optional().catch(undefined)
});
export type DeliveryFilter = z.infer<typeof deliveryFilter>;
