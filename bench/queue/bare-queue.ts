import { once } from 'node:events';
import { Logger, run } from 'graphile-worker';
import pg from 'pg';

const database = 'bench_queue';

/** graphile-worker's own latency on this server: milliseconds from adding one job to its task. */
export interface BareQueue {
	latency(): Promise<number>;
}

/**
 * The queue alone, as its own latency test runs it: one worker that listens, one job at a time. It has a
 * database of its own beside the product's: a queue that is set up tells all workers of its database to stop.
 */
export async function openBareQueue(
	stack: AsyncDisposableStack,
	serverUrl: string
): Promise<BareQueue> {
	await createDatabase(serverUrl);
	const url = new URL(serverUrl);
	url.pathname = `/${database}`;
	const pool = new pg.Pool({ connectionString: url.href });
	// graphile-worker asks for both: a connection that is lost is its own matter.
	pool.on('error', () => {});
	pool.on('connect', (client) => client.on('error', () => {}));
	stack.defer(() => pool.end());
	const ran = new EventTarget();
	const runner = await run({
		pgPool: pool,
		concurrency: 1,
		noHandleSignals: true,
		logger: new Logger(() => () => {}),
		taskList: { latency: () => void ran.dispatchEvent(new Event('ran')) }
	});
	stack.defer(() => runner.stop());
	return {
		async latency() {
			const heard = once(ran, 'ran');
			const begun = performance.now();
			await pool.query(`select graphile_worker.add_job('latency', '{}'::json)`);
			await heard;
			return performance.now() - begun;
		}
	};
}

async function createDatabase(serverUrl: string): Promise<void> {
	const client = new pg.Client({ connectionString: serverUrl });
	await client.connect();
	try {
		await client.query(`create database ${database}`);
	} finally {
		await client.end();
	}
}
