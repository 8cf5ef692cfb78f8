import type { DeliveryView } from '#lib/server/webhooks/delivery-view.ts';

/** How a delivery came to be here. */
export function originWords({ origin, actor }: Pick<DeliveryView, 'origin' | 'actor'>): string {
	if (origin === 'found') return 'Found by Gantry itself';
	if (origin === 'delivered') return 'Delivered by the Git host';
	return actor ? `Replayed by ${actor}` : 'Replayed';
}
