import type { Db, Transaction } from '#lib/server/db/client.ts';

/**
 * Gives back every job that these workers hold: at once, and as if it had not been tried, because a
 * killed worker says nothing about the job. Returns how many there were.
 */
export async function freeJobs(db: Db, workers: string[]): Promise<number> {
	return db.$transaction(async (tx) => {
		const held = await tx.$queryRaw<{ id: bigint }[]>`
			select id from graphile_worker.jobs where locked_by = any(${workers})`;
		await tx.$executeRaw`select graphile_worker.force_unlock_workers(${workers})`;
		await retryNow(
			tx,
			held.map(({ id }) => id)
		);
		await tx.workerBeat.deleteMany({ where: { id: { in: workers } } });
		return held.length;
	});
}

/**
 * Makes unlocked jobs due again, with all their attempts and in their old order, and tells the
 * workers, who else would not look.
 */
export async function retryNow(db: Db | Transaction, jobs: bigint[]): Promise<void> {
	if (jobs.length === 0) return;
	await db.$executeRaw`
		select graphile_worker.reschedule_jobs(array[id], run_at := created_at, attempts := 0)
		from graphile_worker.jobs where id = any(${jobs})`;
	await nudgeWorkers(db, jobs.length);
}

/** What graphile-worker itself sends when a job is added. */
export async function nudgeWorkers(db: Db | Transaction, count: number): Promise<void> {
	const payload = JSON.stringify({ r: Math.random(), count });
	await db.$executeRaw`select pg_notify('jobs:insert', ${payload})`;
}
