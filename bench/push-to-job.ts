import { once } from 'node:events';
import { Logger, run, type Runner } from 'graphile-worker';
import type { Benchmark } from './benchmark.ts';
import { pushedApp } from './product/pushed-app.ts';
import { openScene } from './product/scene.ts';
import { interleave, ratioOf, said } from './ratio.ts';
import { ratioRow } from './table.ts';

const mark = 1.3;
const name = 'queued';
const runDeadline = 120_000;
/** Its own tables, beside the product's. */
const schema = 'bench_worker';

/**
 * B1: a signed webhook until the deployment's job has begun, against the queue's bare latency on the same
 * database: one job added until its task runs.
 */
export const pushToJob: Benchmark = {
	id: 'B1',
	title: 'push to job',
	async run(options) {
		const { signal, say } = options;
		await using stack = new AsyncDisposableStack();
		const { installation, repository: open } = await openScene(stack, options);
		const repository = await open('ours');
		const app = await pushedApp(installation, { repositoryUrl: repository.url, name, signal });
		const latency = await bareQueue(stack, installation.databaseUrl);
		let version = 0;
		const pairs = await interleave(
			options.pairs,
			said(say, 'ours', async () => {
				const commit = await repository.commit(`version ${++version}`);
				await repository.push();
				const within = AbortSignal.any([signal, AbortSignal.timeout(runDeadline)]);
				const begun = Date.now();
				const deploymentId = await app.deliver(commit, within);
				await app.untilEnded(deploymentId, within);
				const { startedAt } = await installation.db.deployment.findUniqueOrThrow({
					where: { id: deploymentId }
				});
				return (startedAt?.getTime() ?? Number.NaN) - begun;
			}),
			said(say, 'queue', latency)
		);
		const what = 'signed webhook → its job has begun / one bare job of graphile-worker';
		return { rows: [ratioRow('B1', what, ratioOf(pairs), mark)], notes: [] };
	}
};

/** graphile-worker's own latency: from adding one job to its task. */
async function bareQueue(
	stack: AsyncDisposableStack,
	connectionString: string
): Promise<() => Promise<number>> {
	const ran = new EventTarget();
	const runner: Runner = await run({
		connectionString,
		schema,
		concurrency: 1,
		noHandleSignals: true,
		logger: new Logger(() => () => {}),
		taskList: { touch: () => void ran.dispatchEvent(new Event('ran')) }
	});
	stack.defer(() => runner.stop());
	return async () => {
		const heard = once(ran, 'ran');
		const begun = performance.now();
		await runner.addJob('touch', {});
		await heard;
		return performance.now() - begun;
	};
}
