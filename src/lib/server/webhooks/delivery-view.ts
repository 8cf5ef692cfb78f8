import type { Prisma } from '#prisma/client/client.ts';
import type { DeliveryDecision } from '#prisma/client/enums.ts';

export interface DeliveryView {
	id: string;
	event: string;
	decision: DeliveryDecision;
	/** One sentence. */
	reason: string;
	/** Name of the branch or tag; null: it is about neither. */
	branch: string | null;
	commitSha: string | null;
	deploymentId: string | null;
	receivedAt: Date;
	/** How it came here. */
	origin: 'delivered' | 'replayed' | 'found';
	/** E-mail of who replayed it. */
	actor: string | null;
	replayOf: string | null;
}

export const deliverySelect = {
	id: true,
	event: true,
	decision: true,
	reason: true,
	ref: true,
	commitSha: true,
	deploymentId: true,
	receivedAt: true,
	replayOf: true,
	actor: { select: { email: true } }
} satisfies Prisma.WebhookDeliverySelect;

type Row = Prisma.WebhookDeliveryGetPayload<{ select: typeof deliverySelect }>;

/** Ids of what Gantry found itself begin so; those of Git hosts are their own. */
export const foundPrefix = 'missed-';

/** For pages: nothing else of the row goes with it. */
export function toDeliveryView(row: Row): DeliveryView {
	const found = row.id.startsWith(foundPrefix) ? 'found' : 'delivered';
	return {
		id: row.id,
		event: row.event,
		decision: row.decision,
		reason: row.reason,
		branch: row.ref?.replace(/^refs\/(heads|tags)\//, '') ?? null,
		commitSha: row.commitSha,
		deploymentId: row.deploymentId,
		receivedAt: row.receivedAt,
		origin: row.replayOf === null ? found : 'replayed',
		actor: row.actor?.email ?? null,
		replayOf: row.replayOf
	};
}
