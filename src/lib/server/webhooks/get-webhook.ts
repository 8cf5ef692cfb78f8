import type { DeliveryDecision } from '#prisma/client/enums.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';
import { httpsUrl, loadOwnNames } from '../settings/own-names.ts';

export interface DeliveryView {
	id: string;
	event: string;
	decision: DeliveryDecision;
	reason: string;
	ref: string | null;
	commitSha: string | null;
	deploymentId: string | null;
	receivedAt: Date;
}

export interface WebhookView {
	/** To paste at the Git host. */
	url: string;
	autoDeploy: boolean;
	branch: string;
	/** Newest first. */
	deliveries: DeliveryView[];
}

const shown = 30;

/** How a Git host tells this service of pushes, and what it told. Errors: not_found. */
export async function getWebhook(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<WebhookView> {
	const { autoDeploy, branch } = await findService(ctx, {
		serviceId,
		permission: 'projects:see'
	});
	const [names, rows] = await Promise.all([
		loadOwnNames(ctx.db, ctx.env),
		ctx.db.webhookDelivery.findMany({
			where: { serviceId },
			omit: { payload: true },
			orderBy: { receivedAt: 'desc' },
			take: shown
		})
	]);
	return {
		url: `${httpsUrl(names.panelDomain, names)}/hooks/github/${serviceId}`,
		autoDeploy,
		branch,
		deliveries: rows.map(
			({ id, event, decision, reason, ref, commitSha, deploymentId, receivedAt }) => ({
				id,
				event,
				decision,
				reason,
				ref,
				commitSha,
				deploymentId,
				receivedAt
			})
		)
	};
}
