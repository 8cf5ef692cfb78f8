import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { migrate } from '#prisma/migrate.ts';
import { newId } from '#lib/server/db/id.ts';
import { startPostgres } from '#lib/server/db/testing/start-postgres.ts';
import { startRunner } from '#worker/jobs/runner.ts';
import type { Tasks } from '#worker/jobs/task.ts';
import type { Benchmark } from './benchmark.ts';
import { interleave, median, ratioOf, said } from './ratio.ts';
import { limitRow, ratioRow } from './table.ts';

const jobs = 2_000;
const services = 100;
const concurrency = 8;
/** A run takes seconds: more of them say nothing more. */
const mostPairs = 3;
/** Half of the plain queue's throughput. */
const mark = 2;
const fifty = 50;
const taskMilliseconds = 100;

/**
 * B2: two thousand deployments of 100 services that do nothing, one at a time per service, through our
 * runner; against as many jobs without an order in plain graphile-worker.
 */
export const queueLoad: Benchmark = {
	id: 'B2',
	title: 'queue under load',
	async run({ pairs, signal, say }) {
		await using stack = new AsyncDisposableStack();
		const postgres = await startPostgres();
		stack.defer(() => postgres.stop());
		const url = postgres.url('postgres');
		await migrate(url);
		const pool = new pg.Pool({ connectionString: url, max: 2 });
		stack.defer(() => pool.end());
		const taken = await interleave(
			Math.min(pairs, mostPairs),
			said(say, 'ours', () => ours({ pool, url, signal })),
			said(say, 'plain', () => plain({ pool, url, signal }))
		);
		const waits: number[] = [];
		for (let round = 0; round < 3; round++)
			waits.push(await waitBehindFifty({ pool, url, signal }));
		const perSecond = (jobs / median(taken.ours)) * 1000;
		const what = `${jobs} jobs in ${services} queues / as many without an order`;
		return {
			rows: [
				ratioRow('B2', what, ratioOf(taken), mark),
				limitRow('B2', `one deployment behind ${fifty} of another service: waits`, {
					values: waits,
					atMost: taskMilliseconds,
					note: `each takes ${taskMilliseconds} ms; ${perSecond.toFixed(0)} jobs/s above`
				})
			],
			notes: []
		};
	}
};

const silent = new Logger(() => () => {});

interface Given {
	pool: pg.Pool;
	url: string;
	signal: AbortSignal;
}

/** Only the lane of deployments runs here: the other tasks are never asked for. */
function tasksOf(work: (deploymentId: string) => Promise<void>): Tasks {
	const tasks: Pick<Tasks, 'deploy'> = { deploy: ({ deploymentId }) => work(deploymentId) };
	return tasks as Tasks;
}

/** Milliseconds until our runner has run all jobs. */
async function ours({ pool, url, signal }: Given): Promise<number> {
	await addDeployments(pool, { count: jobs, queues: services });
	const ended = countDown(jobs, signal);
	const begun = performance.now();
	const runner = await startRunner({
		databaseUrl: url,
		workerId: `bench-${newId()}`,
		tasks: tasksOf(async () => ended.one()),
		lanes: [{ jobs: ['deploy'], concurrency }],
		report: () => '',
		onBroken: (error) => ended.fail(error)
	});
	await ended.all;
	const took = performance.now() - begun;
	await runner.stop({ graceMs: 1000 });
	return took;
}

async function plain({ pool, url, signal }: Given): Promise<number> {
	await pool.query(
		`select graphile_worker.add_job('plain', payload := json_build_object('id', n))
		from generate_series(1, $1) n`,
		[jobs]
	);
	const ended = countDown(jobs, signal);
	const begun = performance.now();
	const runner = await run({
		connectionString: url,
		concurrency,
		noHandleSignals: true,
		logger: silent,
		taskList: { plain: async () => ended.one() }
	});
	await ended.all;
	const took = performance.now() - begun;
	await runner.stop();
	return took;
}

/** How long the only deployment of a service waits while another service has fifty. */
async function waitBehindFifty({ pool, url, signal }: Given): Promise<number> {
	await addDeployments(pool, { count: fifty, queues: 1 });
	const single = newId();
	const ended = countDown(fifty + 1, signal);
	let begunAt = Number.NaN;
	const runner = await startRunner({
		databaseUrl: url,
		workerId: `bench-${newId()}`,
		tasks: tasksOf(async (deploymentId) => {
			if (deploymentId === single) begunAt = performance.now();
			await new Promise((resolve) => setTimeout(resolve, taskMilliseconds));
			ended.one();
		}),
		lanes: [{ jobs: ['deploy'], concurrency }],
		report: () => '',
		onBroken: (error) => ended.fail(error)
	});
	const asked = performance.now();
	await addJob(pool, { queue: newId(), deploymentId: single });
	await ended.all;
	await runner.stop({ graceMs: 1000 });
	return begunAt - asked;
}

async function addDeployments(
	pool: pg.Pool,
	{ count, queues }: { count: number; queues: number }
): Promise<void> {
	await pool.query(
		`select graphile_worker.add_job('deploy', queue_name := 'service:' || (n % $2),
			payload := json_build_object('deploymentId', lpad(n::text, 20, '0')))
		from generate_series(1, $1) n`,
		[count, queues]
	);
}

async function addJob(
	pool: pg.Pool,
	{ queue, deploymentId }: { queue: string; deploymentId: string }
): Promise<void> {
	await pool.query(
		`select graphile_worker.add_job('deploy', queue_name := $1, payload := $2::json)`,
		[`service:${queue}`, JSON.stringify({ deploymentId })]
	);
}

/** Resolves after so many ends. */
function countDown(count: number, signal: AbortSignal) {
	const { promise: all, resolve, reject } = Promise.withResolvers<void>();
	signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	let left = count;
	return { all, fail: reject, one: () => void (--left === 0 && resolve()) };
}
