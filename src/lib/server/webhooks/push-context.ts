import type { Service } from '#prisma/client/client.ts';
import type { Transaction } from '../db/client.ts';
import type { PushContext } from './judge-push.ts';
import { pushedAt, type PushEvent } from './push-event.ts';

interface Earlier {
	/** The commit is waiting, running or live already, by the deployment of this number. */
	sameCommit: number | null;
	/** A push of this branch that the Git host took later, though it was delivered earlier. */
	newerCommit: string | null;
}

async function earlierPushes(tx: Transaction, service: Service, push: PushEvent): Promise<Earlier> {
	const { id, liveReleaseId, generation, state } = service;
	// Live, and nothing else is on its way to replace it.
	const settled = state === 'live' ? liveReleaseId : null;
	const [row] = await tx.$queryRaw<Earlier[]>`
		select
			(select max(d.number) from deployment d
				where d.service_id = ${id} and d.commit_sha = ${push.after} and (
					(d.state in ('queued', 'running') and d.cancel_asked_at is null)
					or (d.generation = ${generation} and exists (
						select from release r where r.deployment_id = d.id and r.id = ${settled}))
				)) as "sameCommit",
			(select w.commit_sha from webhook_delivery w
				where w.service_id = ${id} and w.ref = ${push.ref} and w.decision = 'deployed'
				and (w.before_sha = ${push.after} or w.pushed_at > ${pushedAt(push)}::timestamp)
				order by w.pushed_at desc, w.received_at desc limit 1) as "newerCommit"`;
	return row ?? { sameCommit: null, newerCommit: null };
}

/** What judgePush needs to know. The caller holds the service's row. */
export async function loadPushContext(
	tx: Transaction,
	service: Service,
	push: PushEvent
): Promise<PushContext> {
	return {
		branch: service.branch,
		autoDeploy: service.autoDeploy,
		rolledBackTo: service.rolledBackTo,
		watchPaths: service.watchPaths,
		...(await earlierPushes(tx, service, push))
	};
}
