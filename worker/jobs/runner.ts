import { EventEmitter } from 'node:events';
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import { jobs, type JobName } from '#lib/schemas/jobs.ts';
import type { Report } from '../report.ts';
import { WorkerStopping, type Task, type Tasks } from './task.ts';

/** Jobs come by NOTIFY, and each beat tells what else is due (heartbeat.ts); each of a lane's workers asks by itself. */
const pollInterval = 10 * 60_000;
/** What locks were left behind is freed by the beats, too. */
const resetLocks = { minResetLockedInterval: 50 * 60_000, maxResetLockedInterval: 60 * 60_000 };
/** Milliseconds. A job that is due later another beat tells of. */
const farAway = 10_000;
/** Milliseconds after which a job is surely due, whatever clocks are rounded to. */
const surely = 5;

export interface RunnerOptions {
	databaseUrl: string;
	/** Written into each job held, so that it can be freed when this worker dies. */
	workerId: string;
	tasks: Tasks;
	/** Which jobs may wait for which: a long one never keeps a short one waiting. */
	lanes: { jobs: JobName[]; concurrency: number }[];
	report: Report;
	/** The queue is broken beyond retries (the database is away): the process should end. */
	onBroken(error: unknown): void;
}

/** Takes jobs from the queue and runs their tasks until it is stopped. */
export async function startRunner(options: RunnerOptions) {
	const { databaseUrl, workerId, lanes, onBroken } = options;
	const stopping = new AbortController();
	const interrupted = new Set<string>();
	/** Those that take jobs, with how many at a time. */
	const pools = new Map<{ nudge(count: number): void }, number>();
	let open = true;

	// One connection a lane listens, and one more asks. With only one, asking keeps its order: a
	// finished job has left its queue before the next one is looked for.
	const pgPool = new pg.Pool({
		connectionString: databaseUrl,
		max: lanes.length + 1,
		min: lanes.length + 1
	});
	pgPool.on('error', () => {});
	pgPool.on('connect', (client) => client.on('error', () => {}));

	/** Has at most so many of each lane look for a job. */
	const nudge = (most: number) => {
		if (open) for (const [pool, atOnce] of pools) pool.nudge(Math.min(most, atOnce));
	};
	const nudgeAll = () => nudge(1);
	let due: NodeJS.Timeout | undefined;
	const runners = new Set<Runner>();
	for (const lane of lanes) {
		const events: WorkerEvents = new EventEmitter();
		events.once('pool:create', ({ workerPool }) => {
			workerPool.id = workerId;
			pools.set(workerPool, lane.concurrency);
		});
		// It may also close by itself, and throws when it is asked to look after that.
		for (const closing of ['pool:gracefulShutdown', 'pool:forcefulShutdown'] as const) {
			events.once(closing, ({ workerPool }) => pools.delete(workerPool));
		}
		events.on('pool:listen:success', ({ client }) => {
			// This is said before it listens. What is asked next on the same connection is answered after that. And
			// before the last lane has its connection, others than the one are free to ask, and a look may have
			// overtaken the end of a job: so all lanes look.
			setImmediate(() =>
				client.query('select 1').then(
					() => nudge(Infinity),
					() => {}
				)
			);
		});
		// The next job of the same queue may belong to another lane.
		events.on('job:complete', nudgeAll);
		events.on('job:error', ({ job }) => {
			setTimeout(nudgeAll, Math.exp(Math.min(job.attempts, 10)) * 1000 + 50).unref();
		});
		const runner = await run({
			pgPool,
			events,
			pollInterval,
			...resetLocks,
			concurrency: lane.concurrency,
			taskList: taskList(lane.jobs, { ...options, signal: stopping.signal, interrupted }),
			parsedCronItems: [],
			noHandleSignals: true,
			logger: new Logger(() => (level, message, meta) => {
				// A task's own failure was reported where it happened.
				if (level === 'error' && !meta?.failure) console.error(message);
			})
		});
		// It also ends by itself when another version changes the queue's tables.
		runner.promise
			.finally(() => runners.delete(runner))
			.then(() => open && onBroken(new Error('The queue has stopped.')), onBroken);
		runners.add(runner);
	}

	return {
		/** Jobs are due in so many milliseconds: then all that are free look for one. */
		jobIn(ms: number): void {
			clearTimeout(due);
			if (open && ms < farAway) due = setTimeout(() => nudge(Infinity), Math.max(0, ms) + surely);
		},
		/** Takes no more jobs; resolves when the running ones have ended. Returns those to be run again. */
		async stop({ graceMs }: { graceMs: number }): Promise<bigint[]> {
			open = false;
			clearTimeout(due);
			const timer = setTimeout(() => stopping.abort(new WorkerStopping()), graceMs);
			await Promise.all([...runners].map((runner) => runner.stop()));
			clearTimeout(timer);
			// Its turn comes after the last finished job was written down.
			await pgPool.query('select 1');
			await pgPool.end();
			return [...interrupted].map(BigInt);
		}
	};
}

interface LaneContext {
	tasks: Tasks;
	signal: AbortSignal;
	interrupted: Set<string>;
	report: Report;
}

function taskList(names: JobName[], context: LaneContext): TaskList {
	return Object.fromEntries(names.map((name) => [name, graphileTask(name, context)]));
}

function graphileTask<Name extends JobName>(
	name: Name,
	{ tasks, signal, interrupted, report }: LaneContext
): TaskList[string] {
	const task: Task<Name> = tasks[name];
	return async (payload, { job }) => {
		try {
			const input = jobs[name].parse(payload) as Parameters<typeof task>[0];
			await task(input, { signal, isLastAttempt: job.attempts >= job.max_attempts });
		} catch (error) {
			if (error instanceof WorkerStopping) interrupted.add(job.id);
			else report(`The job ${name} failed`, error);
			throw error;
		}
	};
}
