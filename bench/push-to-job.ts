import { randomBytes } from 'node:crypto';
import { waitForDeployment } from '#lib/server/events.ts';
import type { Benchmark, BenchOptions, Report } from './benchmark.ts';
import { growthRow } from './growth.ts';
import { startBuilds } from './product/busy-builds.ts';
import { addDeployments, addProjects } from './product/history.ts';
import type { Installation } from './product/installation.ts';
import { pushedApp, type PushedApp } from './product/pushed-app.ts';
import { openScene } from './product/scene.ts';
import { untilSettled } from './product/settled.ts';
import { openBareQueue, type BareQueue } from './queue/bare-queue.ts';
import { interleave, ratioOf, type Pairs } from './ratio.ts';
import { ratioRow, tailRow } from './table.ts';

const middleMark = 1.3;
const tailMark = 2;
const busyMark = 3;
const growthMark = 1.5;
/** One takes milliseconds: with many of them the slowest hundredth says something. */
const runsPerPair = { first: 10, others: 3 };
const projects = 1000;
const deployments = 100_000;
const builds = 5;
const runDeadline = 60_000;
const name = 'queued';

/**
 * B1: a signed webhook until its deployment has begun, against the queue's bare latency on the same server:
 * one job added until its task runs. Then with 1,000 projects, 100,000 deployments, and builds running.
 */
export const pushToJob: Benchmark = {
	id: 'B1',
	title: 'push to job',
	async run(options) {
		const { signal } = options;
		await using stack = new AsyncDisposableStack();
		const scene = await openScene(stack, options);
		const { installation } = scene;
		const { databaseUrl } = installation;
		const { url: repositoryUrl } = await scene.repository('ours');
		const app = await pushedApp(installation, { repositoryUrl, name, signal });
		const queue = await openBareQueue(stack, databaseUrl);
		const taken = (what: string, runs = options.pairs * runsPerPair.others) =>
			compare({ what, runs, installation, app, queue, options });
		const { serviceId } = app;
		const few = await taken('1 project', options.pairs * runsPerPair.first);
		await addProjects(databaseUrl, { serviceId, count: projects });
		await untilSettled(databaseUrl, signal);
		const many = await taken(`${projects} projects`);
		await addDeployments(databaseUrl, { serviceId, count: deployments, projects });
		const old = await taken(`${deployments} deployments`);
		await startBuilds(scene, { count: builds, signal });
		return report({ few, many, old, busy: await taken(`${builds} builds running`) });
	}
};

interface Compared {
	what: string;
	runs: number;
	installation: Installation;
	app: PushedApp;
	queue: BareQueue;
	options: BenchOptions;
}

async function compare({
	what,
	runs,
	installation,
	app,
	queue,
	options
}: Compared): Promise<Pairs> {
	const taken = await interleave(
		runs,
		() => pushed(installation, app, options.signal),
		() => queue.latency()
	);
	const { oursMilliseconds, baselineMilliseconds } = ratioOf(taken);
	const figures = [oursMilliseconds, baselineMilliseconds].map((value) => value.toFixed(1));
	options.say(`  ${what}: ${figures.join(' / ')} ms`);
	return taken;
}

/** A push of a commit that nobody has: its deployment begins, finds that, and is over at once. */
async function pushed(
	{ db, events }: Installation,
	app: PushedApp,
	signal: AbortSignal
): Promise<number> {
	const within = AbortSignal.any([signal, AbortSignal.timeout(runDeadline)]);
	const [before, sha] = [randomSha(), randomSha()];
	const begun = performance.timeOrigin + performance.now();
	const deploymentId = await app.deliver({ before, sha }, within);
	await waitForDeployment({ db, events }, { deploymentId, signal: within });
	const { startedAt } = await db.deployment.findUniqueOrThrow({ where: { id: deploymentId } });
	return (startedAt?.getTime() ?? Number.NaN) - begun;
}

const randomSha = () => randomBytes(20).toString('hex');

function report(taken: Record<'few' | 'many' | 'old' | 'busy', Pairs>): Report {
	const { few, many, old, busy } = taken;
	// Of the ratios: what else the machine does meanwhile slows down both sides.
	const middle = (pairs: Pairs) => ratioOf(pairs).median;
	const grown = (what: string, to: number, pairs: Pairs) =>
		growthRow(
			'B1',
			what,
			{ from: 1, to, few: middle(few), many: middle(pairs) },
			{ atMost: growthMark, unit: 'times the queue' }
		);
	const what = 'signed webhook → its deployment has begun / one bare job of graphile-worker';
	const during = `the same with ${builds} builds running`;
	return {
		rows: [
			ratioRow('B1', what, ratioOf(few), middleMark),
			tailRow('B1', 'the same, the slowest of 100', few, { share: 0.99, atMost: tailMark }),
			ratioRow('B1', during, ratioOf(busy), busyMark),
			grown('the same, by projects', projects, many),
			grown('the same, by deployments of its past', deployments, old)
		],
		notes: []
	};
}
