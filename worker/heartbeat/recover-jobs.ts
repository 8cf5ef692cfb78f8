import type { Db } from '#lib/server/db/client.ts';
import type { Queue } from '#lib/server/queue.ts';
import { freeJobs } from './free-jobs.ts';

/** Longer than a worker needs from its first job to its first beat. */
const unknownSeconds = 30;

/**
 * What no dead worker's row tells: jobs held by a worker that never beat, and unfinished deployments
 * whose job is gone or spent. Both are rare; run at start and every few seconds.
 */
export async function recoverJobs(
	db: Db,
	queue: Queue
): Promise<{ freed: number; queued: number }> {
	const unknown = await db.$queryRaw<{ locked_by: string }[]>`
		select distinct locked_by from graphile_worker.jobs
		where locked_at < now() - ${unknownSeconds} * interval '1 second'
			and locked_by not in (select id from worker_beat)`;
	const freed =
		unknown.length > 0
			? await freeJobs(
					db,
					unknown.map((row) => row.locked_by)
				)
			: 0;
	// Accepted means that it ends in a final state: an unfinished deployment always has a job.
	const orphans = await db.$queryRaw<{ id: string; service_id: string }[]>`
		select deployment.id, deployment.service_id from deployment
		where deployment.state in ('queued', 'running') and not exists (
			select 1 from graphile_worker._private_jobs job
			where job.payload ->> 'deploymentId' = deployment.id
				and (job.locked_at is not null or job.attempts < job.max_attempts))
		order by deployment.created_at`;
	for (const { id, service_id } of orphans) {
		// The key keeps two workers that notice at once from adding two.
		const options = { queueName: `service:${service_id}`, jobKey: `deploy:${id}` };
		await queue.add(db, 'deploy', { deploymentId: id }, options);
	}
	return { freed, queued: orphans.length };
}
