import type { Occasion } from '#lib/schemas/occasion.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { queue } from '../queue.ts';

interface Announcement {
	occasion: Occasion;
	/** What makes it one: a channel that was told of it is not told again. */
	occasionId: string;
	/** null: it is about the whole installation. */
	projectId: string | null;
}

/**
 * Writes down whom to tell of something, in the same transaction as the thing itself. It is sent by a
 * job of its own: whatever becomes of that, what happened is not touched by it.
 */
export async function announce(
	tx: Transaction,
	{ occasion, occasionId, projectId }: Announcement
): Promise<void> {
	const channels = await tx.channel.findMany({
		where: {
			isPaused: false,
			occasions: { has: occasion.kind },
			OR: [{ projectId: null }, ...(projectId === null ? [] : [{ projectId }])]
		},
		select: { id: true }
	});
	if (channels.length === 0) return;
	const made = await tx.notification.createManyAndReturn({
		data: channels.map(({ id: channelId }) => ({ id: newId(), channelId, occasionId, occasion })),
		skipDuplicates: true,
		select: { id: true }
	});
	for (const { id: notificationId } of made) await queueNotification(tx, { notificationId });
}

/** Has it sent, now or later. */
export async function queueNotification(
	tx: Transaction,
	{ notificationId, runAt }: { notificationId: string; runAt?: Date }
): Promise<void> {
	const options = { jobKey: `send-notification:${notificationId}`, ...(runAt && { runAt }) };
	await queue.add(tx, 'send-notification', { notificationId }, options);
}

const hourMs = 3_600_000;

/** The same for all that happens within so many hours: for what must not be told each time. */
export function within(hours: number, now: Date = new Date()): string {
	return String(Math.floor(now.getTime() / (hours * hourMs)));
}
