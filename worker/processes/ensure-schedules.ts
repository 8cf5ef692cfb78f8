import { scheduleRun } from '#lib/server/processes/schedule-run.ts';
import type { World } from '../world.ts';

/** Queues the next run of every cron process that has none in the queue, whatever the reason. */
export async function ensureSchedules({ db, queue }: Pick<World, 'db' | 'queue'>): Promise<void> {
	const missing = await db.$queryRaw<{ id: string }[]>`
		select p.id from process p join service s on s.id = p.service_id
		where p.kind = 'cron' and s.deleted_at is null and s.state in ('live', 'crashing')
			and not exists (
				select from graphile_worker.jobs j
				where j.key = 'cron:' || p.id and j.attempts < j.max_attempts)`;
	for (const { id } of missing) await scheduleRun(db, queue, { processId: id });
}
