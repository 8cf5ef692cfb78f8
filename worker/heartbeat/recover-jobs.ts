import type { Db } from '#lib/server/db/client.ts';
import type { Queue } from '#lib/server/queue.ts';
import { freeJobs } from './free-jobs.ts';

/** Longer than a worker needs from its first job to its first beat. */
const unknownSeconds = 30;

/**
 * What no dead worker's row tells: jobs held by a worker that never beat, and work that was accepted but
 * whose job is gone or spent. All are rare; run at start and every few seconds. `isSettled`: there was nothing, and
 * time alone will bring nothing.
 */
export async function recoverJobs(
	db: Db,
	queue: Queue
): Promise<{ freed: number; queued: number; isSettled: boolean }> {
	const unknown = await db.$queryRaw<{ locked_by: string; is_lost: boolean }[]>`
		select locked_by, max(locked_at) < now() - ${unknownSeconds} * interval '1 second' as is_lost
		from graphile_worker.jobs
		where locked_by not in (select id from worker_beat)
		group by locked_by`;
	const workers = unknown.flatMap((row) => (row.is_lost ? [row.locked_by] : []));
	const freed = workers.length > 0 ? await freeJobs(db, workers) : 0;
	const deployments = await unfinishedDeployments(db);
	for (const { id, service_id } of deployments) {
		// The keys keep two workers that notice at once from adding two.
		const options = { queueName: `service:${service_id}`, jobKey: `deploy:${id}` };
		await queue.add(db, 'deploy', { deploymentId: id }, options);
	}
	const services = await unremovedServices(db);
	for (const { id } of services) {
		const options = { queueName: `service:${id}`, jobKey: `delete-service:${id}` };
		await queue.add(db, 'delete-service', { serviceId: id }, options);
	}
	const projects = await unremovedProjects(db);
	for (const { id } of projects) {
		const options = { jobKey: `delete-project:${id}` };
		await queue.add(db, 'delete-project', { projectId: id }, options);
	}
	const queued = deployments.length + services.length + projects.length;
	return { freed, queued, isSettled: unknown.length === 0 && queued === 0 };
}

/** Accepted means that it ends in a final state: an unfinished deployment always has a job. */
function unfinishedDeployments(db: Db): Promise<{ id: string; service_id: string }[]> {
	return db.$queryRaw`
		select deployment.id, deployment.service_id from deployment
		where deployment.state in ('queued', 'running') and not exists (
			select 1 from graphile_worker._private_jobs job
			where job.payload ->> 'deploymentId' = deployment.id
				and (job.locked_at is not null or job.attempts < job.max_attempts))
		order by deployment.created_at`;
}

function unremovedServices(db: Db): Promise<{ id: string }[]> {
	return db.$queryRaw`
		select service.id from service
		where service.deleted_at is not null and not exists (
			select 1 from graphile_worker._private_jobs job
			where job.payload ->> 'serviceId' = service.id
				and job.key = 'delete-service:' || service.id
				and (job.locked_at is not null or job.attempts < job.max_attempts))`;
}

/** The last of a project's services asks for the project; only one without any can be forgotten. */
function unremovedProjects(db: Db): Promise<{ id: string }[]> {
	return db.$queryRaw`
		select project.id from project
		where project.deleted_at is not null
			and not exists (select 1 from service where service.project_id = project.id)
			and not exists (
				select 1 from graphile_worker._private_jobs job
				where job.payload ->> 'projectId' = project.id
					and (job.locked_at is not null or job.attempts < job.max_attempts))`;
}
