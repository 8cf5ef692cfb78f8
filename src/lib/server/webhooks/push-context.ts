import type { Service } from '#prisma/client/client.ts';
import type { Transaction } from '../db/client.ts';
import type { PushContext } from './judge-push.ts';
import { pushedAt, type PushEvent } from './push-event.ts';

/** Is this commit waiting, running or live already? */
async function sameCommit(
	tx: Transaction,
	service: Service,
	commitSha: string
): Promise<number | null> {
	const row = await tx.deployment.findFirst({
		where: {
			serviceId: service.id,
			commitSha,
			OR: [
				{ state: { in: ['queued', 'running'] }, cancelAskedAt: null },
				// Live, and nothing else is on its way to replace it.
				{
					release: { id: service.liveReleaseId ?? '' },
					generation: service.generation,
					service: { state: 'live' }
				}
			]
		},
		orderBy: { number: 'desc' },
		select: { number: true }
	});
	return row?.number ?? null;
}

/** A push of this branch that the Git host took later, though it was delivered earlier. */
async function newerCommit(
	tx: Transaction,
	service: Service,
	push: PushEvent
): Promise<string | null> {
	const at = pushedAt(push);
	const row = await tx.webhookDelivery.findFirst({
		where: {
			serviceId: service.id,
			ref: push.ref,
			decision: 'deployed',
			OR: [{ beforeSha: push.after }, ...(at ? [{ pushedAt: { gt: at } }] : [])]
		},
		orderBy: [{ pushedAt: 'desc' }, { receivedAt: 'desc' }],
		select: { commitSha: true }
	});
	return row?.commitSha ?? null;
}

/** What judgePush needs to know. The caller holds the service's row. */
export async function loadPushContext(
	tx: Transaction,
	service: Service,
	push: PushEvent
): Promise<PushContext> {
	const [same, newer] = await Promise.all([
		sameCommit(tx, service, push.after),
		newerCommit(tx, service, push)
	]);
	return {
		branch: service.branch,
		autoDeploy: service.autoDeploy,
		rolledBackTo: service.rolledBackTo,
		watchPaths: service.watchPaths,
		sameCommit: same,
		newerCommit: newer
	};
}
