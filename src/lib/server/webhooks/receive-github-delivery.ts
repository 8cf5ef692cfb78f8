import type { Service } from '#prisma/client/client.ts';
import type { DeliveryDecision } from '#prisma/client/enums.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { countAttempt } from '../auth/rate-limit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { queueDeployment } from '../deployments/queue-deployment.ts';
import { AppError } from '../errors.ts';
import { decodeUtf8, parseJson } from '../http/json.ts';
import { notify } from '../notify.ts';
import { judgePush } from './judge-push.ts';
import { keepPayload } from './keep-payload.ts';
import { loadPushContext } from './push-context.ts';
import { commitFacts, pushedAt, pushEvent, repositoryEvent, type PushEvent } from './push-event.ts';
import { otherRepository } from './repository.ts';
import { secretBefore } from './rotate-webhook-secret.ts';
import { isSigned } from './verify-signature.ts';

export interface Delivery {
	serviceId: string;
	/** X-GitHub-Delivery, X-GitHub-Event, X-Hub-Signature-256 */
	deliveryId: string | null;
	event: string | null;
	signature: string | null;
	body: Buffer;
	/** Of the request, for the inbox. */
	userAgent?: string | null;
}

export interface Received {
	decision: DeliveryDecision | 'duplicate';
	reason: string;
	deploymentId: string | null;
}

const perAddress = { name: 'hooks:refused', count: 60, seconds: 60 };
const deepest = 64;

/** Errors: bad_signature (401), the same for an unknown service; malformed_json (400). */
async function readSigned(ctx: Context, { serviceId, body, signature }: Delivery) {
	const service = isId(serviceId)
		? await ctx.db.service.findFirst({
				where: { id: serviceId, deletedAt: null, project: { deletedAt: null } }
			})
		: null;
	const text = decodeUtf8(body);
	// Without a service the check is made all the same: both answers take as long.
	const secret = service ? ctx.vault.open(service.webhookSecretCipher) : 'no such service';
	const before = service && secretBefore(ctx, service);
	const fits =
		(await isSigned(secret, { body: text, signature })) ||
		(before !== null && (await isSigned(before, { body: text, signature })));
	if (!service || !fits) {
		await countAttempt(ctx.db, perAddress, ctx.actor.address ?? 'unknown');
		throw badSignature();
	}
	return { service, payload: parseJson(body, { maxDepth: deepest, anyKey: true }) };
}

const badSignature = () => new AppError('bad_signature', 401, 'The signature does not fit.');

interface Verdict {
	decision: DeliveryDecision;
	reason: string;
	push?: PushEvent;
	/** The payload names another repository than the service's. */
	isForeign?: boolean;
	repositoryId?: string;
}

/** What a signed delivery leads to. The caller holds the service's row. */
export async function judgeDelivery(
	tx: Transaction,
	service: Service,
	{ event, payload }: { event: string; payload: unknown }
): Promise<Verdict> {
	const ignored = (reason: string, more: Partial<Verdict> = {}): Verdict => ({
		decision: 'ignored',
		reason,
		...more
	});
	const about = repositoryEvent.safeParse(payload).data?.repository;
	if (!about) return ignored('The delivery names no repository.');
	const foreign = otherRepository(service, about);
	if (foreign) return ignored(foreign, { isForeign: true });
	const repositoryId = String(about.id);
	if (event === 'ping') return ignored('GitHub says hello: the webhook works.', { repositoryId });
	if (event !== 'push') return ignored(`The event ${event} is not used.`, { repositoryId });
	const push = pushEvent.safeParse(payload).data;
	if (!push) return ignored('This is not a push event as GitHub describes it.', { repositoryId });
	const reason = judgePush(push, await loadPushContext(tx, service, push));
	if (reason !== null) return ignored(reason, { push, repositoryId });
	const short = push.after.slice(0, 7);
	return { decision: 'deployed', reason: `Deploys commit ${short}.`, push, repositoryId };
}

/**
 * Takes one delivery of GitHub's: signature first, then once per delivery id, with the decision and its
 * reason kept. Errors: bad_signature (401), malformed_json (400), malformed_delivery (400).
 */
export async function receiveGithubDelivery(ctx: Context, delivery: Delivery): Promise<Received> {
	const { service, payload } = await readSigned(ctx, delivery);
	const { deliveryId: id, event } = delivery;
	if (!/^[\w-]{1,64}$/.test(id ?? '') || !/^[a-z_]{1,64}$/.test(event ?? '')) {
		throw new AppError(
			'malformed_delivery',
			400,
			'X-GitHub-Delivery or X-GitHub-Event is missing.'
		);
	}
	const { id: serviceId, projectId } = service;
	const kept = keepPayload(delivery);
	return ctx.db.$transaction(async (tx) => {
		// Holds the row, and has it as it is now.
		const [current] = await tx.service.updateManyAndReturn({
			where: { id: serviceId },
			data: { id: serviceId }
		});
		if (!current) throw badSignature();
		const row = { id: id ?? '', serviceId, event: event ?? '', receivedAt: ctx.clock() };
		const { count } = await tx.webhookDelivery.createMany({
			data: { ...row, decision: 'ignored', reason: '' },
			skipDuplicates: true
		});
		if (count === 0) {
			const reason = 'This delivery was received before.';
			return { decision: 'duplicate', reason, deploymentId: null };
		}
		const verdict = await judgeDelivery(tx, current, { event: row.event, payload });
		const { decision, reason, push, repositoryId, isForeign } = verdict;
		if (current.githubRepositoryId === null && repositoryId !== undefined) {
			const data = { githubRepositoryId: repositoryId };
			await tx.service.update({ where: { id: serviceId }, data });
		}
		const queued =
			decision === 'deployed' && push
				? await queueDeployment(tx, ctx, {
						serviceId,
						held: current,
						trigger: 'push',
						commitSha: push.after,
						commit: commitFacts(push)
					})
				: null;
		const deploymentId = queued?.deploymentId ?? null;
		await tx.webhookDelivery.update({
			where: { serviceId_id: { serviceId, id: row.id } },
			data: {
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
				detail: { service: current.name, reason }
			});
		}
		await notify(tx, { kind: 'service', projectId, serviceId });
		return { decision, reason, deploymentId };
	});
}
