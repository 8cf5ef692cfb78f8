import type { Measure } from '#lib/rules/metrics/thresholds.ts';
import type { Db, Transaction } from '#lib/server/db/client.ts';
import { newId } from '#lib/server/db/id.ts';
import { announce } from '#lib/server/notifications/announce.ts';
import { notify } from '#lib/server/notify.ts';

export interface OpenAlarm {
	id: string;
	/** null: of the machine. */
	serviceId: string | null;
	projectId: string | null;
	limit: number;
}

interface Raised extends Omit<OpenAlarm, 'id'> {
	/** One alarm of it at a time. */
	key: string;
	measure: Measure;
	minutes: number;
	value: number;
	/** Milliseconds since the epoch. */
	now: number;
}

const keptDays = 90;

/** Writes an alarm down, and whom to tell. Raised twice, it is one. */
export async function raiseAlarm(
	db: Db,
	{ serviceId, projectId, key: openKey, measure, limit, minutes, value, now }: Raised
): Promise<void> {
	const id = newId();
	await db.$transaction(async (tx) => {
		const raisedAt = new Date(now);
		const { count } = await tx.alarm.createMany({
			data: { ...{ id, serviceId, measure, limit, minutes, value, raisedAt, openKey } },
			skipDuplicates: true
		});
		if (count > 0) await tell(tx, { id, serviceId, projectId }, false);
	});
}

/** Ends an alarm; `isTold` leaves out those that somebody switched off. */
export async function endAlarm(
	db: Db,
	alarm: OpenAlarm,
	{ value, now, isTold }: { value: number | null; now: number; isTold: boolean }
): Promise<void> {
	await db.$transaction(async (tx) => {
		const { count } = await tx.alarm.updateMany({
			where: { id: alarm.id, endedAt: null },
			data: { endedAt: new Date(now), endValue: value, openKey: null }
		});
		if (count === 0) return;
		if (isTold) await tell(tx, alarm, true);
		await tx.alarm.deleteMany({
			where: { endedAt: { lt: new Date(now - keptDays * 86_400_000) } }
		});
	});
}

async function tell(
	tx: Transaction,
	{ id, serviceId, projectId }: Omit<OpenAlarm, 'limit'>,
	isOver: boolean
) {
	await announce(tx, {
		occasion: { kind: 'threshold', alarmId: id, isOver },
		occasionId: `threshold:${id}:${isOver ? 'over' : 'raised'}`,
		projectId
	});
	await notify(
		tx,
		serviceId !== null && projectId !== null
			? { kind: 'service', projectId, serviceId }
			: { kind: 'installation' }
	);
}
