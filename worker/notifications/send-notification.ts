import type { Id } from '#engine/spec.ts';
import { occasion } from '#lib/schemas/occasion.ts';
import { queueNotification } from '#lib/server/notifications/announce.ts';
import { notify } from '#lib/server/notify.ts';
import { httpsUrl, loadOwnNames } from '#lib/server/settings/own-names.ts';
import type { Channel, Notification } from '#prisma/client/client.ts';
import type { World } from '../world.ts';
import { deliver } from './deliver.ts';
import { loadTold } from './load-told.ts';
import { toMessage, type Message } from './message.ts';
import type { Outcome } from './outcome.ts';

const minuteMs = 60_000;
/** Milliseconds before each further attempt; after the last one it is given up. */
const pausesMs = [10_000, minuteMs, 5 * minuteMs, 30 * minuteMs, 120 * minuteMs];
const longestPauseMs = 6 * 60 * minuteMs;

type Ground = Pick<World, 'db' | 'vault' | 'env'>;

/**
 * Tells a channel of an occasion. A failure is written down at the channel, in words, and tried again later by
 * a new job; one that trying again can not mend is given up. Run twice, it sends once, but for a worker that is
 * lost between sending and writing that down.
 */
export async function sendNotification(
	world: Ground,
	{ notificationId, signal }: { notificationId: Id; signal: AbortSignal }
): Promise<void> {
	const { db, vault, env } = world;
	const row = await db.notification.findUnique({
		where: { id: notificationId },
		include: { channel: true }
	});
	if (!row || row.state !== 'waiting' || row.channel.isPaused) return;
	const message = await messageOf(world, row);
	if (!message) {
		await db.notification.deleteMany({ where: { id: row.id } });
		return;
	}
	const reach = { allowPrivateHosts: env.GANTRY_ALLOW_PRIVATE_HOSTS };
	const outcome = await deliver(message, row.channel, { vault, reach, signal, now: new Date() });
	await record(world, row, outcome);
}

async function messageOf({ db, env }: Ground, row: Notification): Promise<Message | null> {
	const [told, names] = await Promise.all([
		loadTold(db, occasion.parse(row.occasion)),
		loadOwnNames(db, env)
	]);
	const panelUrl = httpsUrl(names.panelDomain, names);
	return told && { ...toMessage(told, panelUrl), id: row.id, at: row.createdAt };
}

async function record(
	{ db }: Ground,
	row: Notification & { channel: Channel },
	outcome: Outcome
): Promise<void> {
	const attempts = row.attempts + 1;
	const pause = pausesMs[row.attempts];
	const isOver = outcome.ok || outcome.isFinal || pause === undefined;
	const state = outcome.ok ? 'sent' : isOver ? 'failed' : 'waiting';
	await db.$transaction(async (tx) => {
		await tx.notification.updateMany({ where: { id: row.id }, data: { state, attempts } });
		await noteOutcome(tx, row.channel, outcome);
		if (outcome.ok || isOver) return;
		const afterMs = Math.min(Math.max(pause, outcome.afterMs ?? 0), longestPauseMs);
		const runAt = new Date(Date.now() + afterMs);
		await queueNotification(tx, { notificationId: row.id, runAt });
	});
}

/** Shows at the channel what came of the latest attempt. */
export async function noteOutcome(
	tx: Parameters<typeof queueNotification>[0],
	{ id, projectId }: Pick<Channel, 'id' | 'projectId'>,
	outcome: Outcome
): Promise<void> {
	const now = new Date();
	await tx.channel.updateMany({
		where: { id },
		data: outcome.ok
			? { lastSentAt: now, lastError: null, lastErrorAt: null }
			: { lastError: outcome.why, lastErrorAt: now }
	});
	await notify(tx, projectId === null ? { kind: 'installation' } : { kind: 'project', projectId });
}
