import type { Service } from '#prisma/client/client.ts';
import type { DeliveryDecision } from '#prisma/client/enums.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { queueDeployment } from '../deployments/queue-deployment.ts';
import { notify } from '../notify.ts';
import { judgeDelivery } from './judge-delivery.ts';
import type { KeptPayload } from './keep-payload.ts';
import { commitFacts, pushedAt } from './push-event.ts';

export interface Received {
	decision: DeliveryDecision | 'duplicate';
	reason: string;
	deploymentId: string | null;
}

interface Arrived {
	id: string;
	event: string;
	payload: unknown;
	/** What is kept of it; null: it stands with the delivery that this one replays. */
	kept: Promise<KeptPayload> | null;
	/** A person has this delivery judged again. */
	replayOf?: string;
}

/**
 * Judges a delivery that may be trusted, once per id, does what follows from it and writes all of that
 * down. The caller holds the service's row, as it is now.
 */
export async function settleDelivery(
	tx: Transaction,
	ctx: Context,
	{ service, arrived }: { service: Service; arrived: Arrived }
): Promise<Received> {
	const { id: serviceId, projectId } = service;
	const { id, event, payload, kept, replayOf = null } = arrived;
	// Nobody else writes one meanwhile: the service's row is held.
	const [seen] = await tx.$queryRaw<unknown[]>`
		select 1 from webhook_delivery where service_id = ${serviceId} and id = ${id}`;
	if (seen) {
		const reason = 'This delivery was received before.';
		return { decision: 'duplicate', reason, deploymentId: null };
	}
	const verdict = await judgeDelivery(tx, service, { event, payload });
	const { decision, reason, push, repositoryId, isForeign } = verdict;
	if (service.githubRepositoryId === null && repositoryId !== undefined) {
		const data = { githubRepositoryId: repositoryId };
		await tx.service.update({ where: { id: serviceId }, data });
	}
	const queued =
		decision === 'deployed' && push
			? await queueDeployment(tx, ctx, {
					serviceId,
					held: service,
					trigger: 'push',
					commitSha: push.after,
					commit: commitFacts(push)
				})
			: null;
	const deploymentId = queued?.deploymentId ?? null;
	await tx.webhookDelivery.createMany({
		data: {
			id,
			serviceId,
			event,
			replayOf,
			receivedAt: ctx.clock(),
			actorId: ctx.actor.userId,
			decision,
			reason,
			deploymentId,
			ref: push?.ref.replaceAll('\0', '') ?? null,
			beforeSha: push?.before ?? null,
			commitSha: push?.after ?? null,
			pushedAt: push ? pushedAt(push) : null,
			...(await kept)
		}
	});
	if (isForeign) {
		await recordAudit(tx, ctx, {
			action: 'webhook.foreign-repository',
			subject: serviceId,
			projectId,
			serviceId,
			detail: { service: service.name, reason }
		});
	}
	await notify(tx, { kind: 'service', projectId, serviceId });
	return { decision, reason, deploymentId };
}
