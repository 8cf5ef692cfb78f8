import type { JobName, JobPayload } from '#lib/schemas/jobs.ts';
import type { Db, Transaction } from './db/client.ts';

export interface JobOptions {
	/** Jobs of one queue run one after the other: 'service:<id>' for all that changes one service. */
	queueName?: string;
	/** A waiting job with the same key is replaced instead of doubled. */
	jobKey?: string;
	/** Not before this time, by the clock of the database. */
	runAt?: Date;
}

/** Adds jobs inside the caller's own transaction, so that a record and its job are one fact. */
export interface Queue {
	add<Name extends JobName>(
		db: Db | Transaction,
		name: Name,
		payload: JobPayload<Name>,
		options?: JobOptions
	): Promise<void>;
}

/** The queue of graphile-worker, by its SQL function: nothing but a connection is needed to enqueue. */
export const queue: Queue = {
	async add(db, name, payload, { queueName, jobKey, runAt } = {}) {
		await db.$executeRaw`select graphile_worker.add_job(
			${name}::text, payload := ${JSON.stringify(payload)}::json,
			queue_name := ${queueName ?? null}::text, job_key := ${jobKey ?? null}::text,
			run_at := ${runAt ?? null}::timestamptz, max_attempts := 5)`;
	}
};
