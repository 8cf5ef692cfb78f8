import type { DeliveryFilter } from '#lib/schemas/webhooks.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';
import { knownNames } from '../settings/known-names.ts';
import { httpsUrl } from '../settings/own-names.ts';
import { readDeliveries, type DeliveryPage } from './list-deliveries.ts';

export interface WebhookView extends DeliveryPage {
	/** To paste at the Git host. */
	url: string;
	autoDeploy: boolean;
	branch: string;
	/** When the branch was last looked at, and what that found, for people; null: never. */
	lastLook: { at: Date; found: string } | null;
}

type Wanted = Partial<DeliveryFilter> & { serviceId: string; before?: string | undefined };

/** How a Git host tells this service of pushes, and what it told. Errors: not_found. */
export async function getWebhook(ctx: Context, wanted: Wanted): Promise<WebhookView> {
	const { serviceId } = wanted;
	const { autoDeploy, branch, headCheckedAt, headChecked } = await findService(ctx, {
		serviceId,
		permission: 'projects:see'
	});
	const [names, page] = await Promise.all([
		knownNames(ctx.db, ctx.env),
		readDeliveries(ctx, wanted)
	]);
	return {
		url: `${httpsUrl(names.panelDomain, names)}/hooks/github/${serviceId}`,
		autoDeploy,
		branch,
		lastLook: headCheckedAt && headChecked ? { at: headCheckedAt, found: headChecked } : null,
		...page
	};
}
