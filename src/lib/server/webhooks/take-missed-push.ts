import { system } from '../auth/actors.ts';
import type { Context } from '../context.ts';
import type { Db } from '../db/client.ts';
import { queueDeployment } from '../deployments/queue-deployment.ts';
import { notify } from '../notify.ts';
import { foundPrefix } from './delivery-view.ts';
import { holdService } from './hold-service.ts';
import { judgePush } from './judge-push.ts';
import { loadPushContext } from './push-context.ts';

/** The head of a service's branch, as its Git host says. */
export interface FoundHead {
	serviceId: string;
	branch: string;
	sha: string;
	message: string;
	author: string;
	committedAt: Date;
}

/** A service whose pushes are delivered, and what of them is known. */
export interface HeardService {
	serviceId: string;
	gitUrl: string;
	branch: string;
	rootDirectory: string;
}

/** Services that a Git host told of a push before: for the others nobody waits for pushes. */
export async function heardServices(db: Db): Promise<HeardService[]> {
	const rows = await db.service.findMany({
		where: {
			deletedAt: null,
			autoDeploy: true,
			state: { not: 'stopped' },
			deliveries: { some: { event: 'push' } }
		},
		select: { id: true, gitUrl: true, branch: true, rootDirectory: true }
	});
	return rows.map(({ id: serviceId, ...rest }) => ({ serviceId, ...rest }));
}

/** One that a person asks about, whether or not anything was delivered; null: it is gone. */
export async function watchedService(db: Db, serviceId: string): Promise<HeardService | null> {
	const row = await db.service.findFirst({
		where: { id: serviceId, deletedAt: null },
		select: { gitUrl: true, branch: true, rootDirectory: true }
	});
	return row && { serviceId, ...row };
}

interface NotedLook {
	serviceId: string;
	words: string;
	/** A person waits for it. */
	isAsked: boolean;
}

/** Writes down what a look at the branch found, for people; told only when it says something new, or was asked for. */
export async function noteHead(db: Db, { serviceId, words, isAsked }: NotedLook): Promise<void> {
	await db.$transaction(async (tx) => {
		const where = { id: serviceId, deletedAt: null };
		const before = await tx.service.findFirst({
			where,
			select: { projectId: true, headChecked: true }
		});
		if (!before) return;
		const data = { headCheckedAt: new Date(), headChecked: words };
		await tx.service.updateMany({ where, data });
		if (!isAsked && before.headChecked === words) return;
		await notify(tx, { kind: 'service', projectId: before.projectId, serviceId });
	});
}

/** Was a delivery or a deployment about this commit? Then its push was not missed. */
export async function isKnownCommit(
	db: Db,
	{ serviceId, sha: commitSha }: { serviceId: string; sha: string }
): Promise<boolean> {
	const where = { serviceId, commitSha };
	const [deliveries, deployments] = await Promise.all([
		db.webhookDelivery.count({ where }),
		db.deployment.count({ where })
	]);
	return deliveries + deployments > 0;
}

/**
 * Takes a push that no delivery told of, as its delivery would have been: judged, and written down
 * among the deliveries with the decision and its reason. Does nothing for a commit that is known.
 */
export async function takeMissedPush(
	worker: Pick<Context, 'db' | 'queue' | 'vault'>,
	found: FoundHead
): Promise<{ deploymentId: string | null }> {
	const { serviceId, branch, sha, message, author, committedAt } = found;
	const ctx = { ...worker, actor: system(), clock: () => new Date() };
	const head = { id: sha, message, author: { name: author } };
	const push = { ref: `refs/heads/${branch}`, after: sha, head_commit: head };
	return ctx.db.$transaction(async (tx) => {
		const service = await holdService(tx, serviceId);
		if (!service || (await isKnownCommit(tx as Db, { serviceId, sha }))) {
			return { deploymentId: null };
		}
		// The host's own number of the repository does not matter: nobody claims to speak for it.
		const event = { ...push, repository: { id: 0, full_name: '' } };
		const refusal = judgePush(event, await loadPushContext(tx, service, event));
		const short = sha.slice(0, 7);
		const queued = refusal
			? null
			: await queueDeployment(tx, ctx, {
					serviceId,
					held: service,
					trigger: 'push',
					commitSha: sha,
					commit: { message, author, at: committedAt }
				});
		await tx.webhookDelivery.create({
			data: {
				id: `${foundPrefix}${sha}`,
				serviceId,
				event: 'push',
				decision: queued ? 'deployed' : 'ignored',
				reason:
					refusal ?? `Deploys commit ${short}, found at the Git host: no delivery had told of it.`,
				ref: push.ref,
				commitSha: sha,
				deploymentId: queued?.deploymentId ?? null
			}
		});
		await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
		return { deploymentId: queued?.deploymentId ?? null };
	});
}
