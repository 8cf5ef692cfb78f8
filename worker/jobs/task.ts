import type { JobName, JobPayload } from '#lib/schemas/jobs.ts';

/** What a task is told about the job besides its payload. */
export interface JobRun {
	/** Aborts with a WorkerStopping when this worker must end; the job then goes to the next one, untried. */
	signal: AbortSignal;
	/** No attempt follows this one: what fails now has failed for good. */
	isLastAttempt: boolean;
}

export type Task<Name extends JobName> = (payload: JobPayload<Name>, run: JobRun) => Promise<void>;
export type Tasks = { [Name in JobName]: Task<Name> };

/** Thrown out of a task that was interrupted: nothing failed, the next worker goes on. */
export class WorkerStopping extends Error {
	override name = 'WorkerStopping';

	constructor() {
		super('This worker is stopping.');
	}
}
