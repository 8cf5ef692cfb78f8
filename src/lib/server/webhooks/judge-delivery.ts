import type { Service } from '#prisma/client/client.ts';
import type { DeliveryDecision } from '#prisma/client/enums.ts';
import type { Transaction } from '../db/client.ts';
import { judgePush } from './judge-push.ts';
import { loadPushContext } from './push-context.ts';
import { pushEvent, repositoryEvent, type PushEvent } from './push-event.ts';
import { otherRepository } from './repository.ts';

export interface Verdict {
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
