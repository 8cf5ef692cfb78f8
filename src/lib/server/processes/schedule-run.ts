import { nextRuns } from '#lib/rules/cron.ts';
import type { Db, Transaction } from '../db/client.ts';
import type { Queue } from '../queue.ts';

/** A clock that was set back by more than this is believed; by less, what ran is not run again. */
const longestSetback = 2 * 3600_000;

/**
 * Queues the next run of a cron process in the place of the one that waits; the database's clock counts.
 * Does nothing for a process that is gone, is a worker, or whose service does not run.
 */
export async function scheduleRun(
	db: Db | Transaction,
	queue: Queue,
	{ processId }: { processId: string }
): Promise<void> {
	const process = await db.process.findFirst({
		where: {
			id: processId,
			kind: 'cron',
			service: { deletedAt: null, state: { in: ['live', 'crashing'] } }
		},
		include: { service: { select: { id: true, volumes: { select: { id: true }, take: 1 } } } }
	});
	if (!process?.schedule) return;
	const { schedule, timeZone, lastRunAt, service } = process;
	const [{ now } = { now: new Date() }] = await db.$queryRaw<{ now: Date }[]>`select now() as now`;
	const isAhead =
		lastRunAt !== null && lastRunAt > now && lastRunAt.getTime() - now.getTime() < longestSetback;
	const [at] = nextRuns({ schedule, timeZone }, isAhead ? lastRunAt : now, 1);
	if (!at) return;
	await queue.add(
		db,
		'run-process',
		{ processId, at: at.toISOString(), isManual: false },
		{ jobKey: `cron:${processId}`, runAt: at, queueName: runQueue(process.id, service) }
	);
}

/** A volume is never mounted by two revisions at once: then runs wait for deployments, and they for the start of runs. */
export function runQueue(
	processId: string,
	service: { id: string; volumes: { id: string }[] }
): string {
	return service.volumes.length > 0 ? `service:${service.id}` : `process:${processId}`;
}
