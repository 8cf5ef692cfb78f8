import { AppError } from '#engine/error.ts';
import { deploy } from '#engine/pipeline/deploy.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { objectNames } from '#engine/spec.ts';
import { readEnv } from '#env';
import { newId } from '#lib/server/db/id.ts';
import { removeLeftovers } from '../e2e/fixtures/docker-leftovers.ts';
import { startTestEdge } from '../e2e/fixtures/edge.ts';
import { tinyImage } from '../e2e/fixtures/tiny-app.ts';
import { createNetwork, docker, removeLabelled } from './bare/docker.ts';
import { runDetached, untilHealthy } from './bare/deploy.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { untilListening } from './engine/listening.ts';
import { releaseSpec, type Release } from './engine/release.ts';
import { realEngine, type Routes } from './engine/real-engine.ts';
import { timedRecorder } from './engine/timed-recorder.ts';
import { interleave, ratioOf, said, type Pairs } from './ratio.ts';
import { limitRow, ratioRow, type Row } from './table.ts';

const ratioMark = 1.1;
const lagMark = 20;
const failureMark = 100;
const runDeadline = 60_000;
const failureSeconds = 2;
const failures = 3;
/** Milliseconds until the app listens. */
const boots = [1000, 10_000];
const longRuns = 2;
/** Containers that run beside it. */
const neighbours = 50;
const fewNeighbours = 5;
/** The port that the tiny app is told to listen on. */
const port = 8080;

/**
 * B7: from an image to a routed app, by the engine's own steps (start, check, switch) on the real Docker
 * and a real edge, without database and queue; against `docker run --detach` and a poll every 3 ms.
 */
export const startToHealthy: Benchmark = {
	id: 'B7',
	title: 'start to healthy',
	async run(options) {
		await using stack = new AsyncDisposableStack();
		const scene = await openScene(stack, options.signal);
		const quick = await atOnce(scene, options);
		const slow = await slowBoots(scene, options);
		const called: number[] = [];
		for (let run = 0; run < failures; run++) called.push(await runFailing(scene, options));
		const what =
			'image → routed (engine in-process) / docker run -d and a 3 ms poll; app boots at once';
		const never = `app that answers 503: deadline of ${failureSeconds} s → called`;
		const count = options.isQuick ? fewNeighbours : neighbours;
		const crowded = await amongNeighbours(scene, count, options);
		return {
			rows: [
				ratioRow('B7', what, ratioOf(quick), ratioMark),
				...slow,
				limitRow('B7', never, { values: called, atMost: failureMark, note: 'the slowest counts' }),
				ratioRow('B7', `the same beside ${count} containers`, ratioOf(crowded), ratioMark)
			],
			notes: []
		};
	}
};

/** How late an app that boots for long is seen healthy; the longest only a few times, for it takes long. */
async function slowBoots(scene: Scene, options: BenchOptions): Promise<Row[]> {
	const rows: Row[] = [];
	for (const bootMs of options.isQuick ? boots.slice(0, 1) : boots) {
		const lags: number[] = [];
		const runs = bootMs > 1000 ? longRuns : options.pairs;
		for (let run = 0; run <= runs; run++) {
			const { lag } = await runOurs(scene, { bootMs, options });
			options.say(
				`  boots for ${bootMs / 1000} s: seen healthy ${lag.toFixed(1)} ms after it listens`
			);
			if (run > 0) lags.push(lag);
		}
		const what = `app that boots for ${bootMs / 1000} s: listening → seen healthy`;
		rows.push(limitRow('B7', what, { values: lags, atMost: lagMark, note: `${runs} runs` }));
	}
	return rows;
}

/** Both sides beside so many containers of others: Docker itself takes longer then. */
async function amongNeighbours(scene: Scene, count: number, options: BenchOptions): Promise<Pairs> {
	const { release, network, label } = scene;
	const { signal, say } = options;
	say(`  starting ${count} containers`);
	const more = ['--env', `PORT=${port}`];
	for (let started = 0; started < count; started++) {
		await runDetached({ image: release.image, network, label, signal, more });
	}
	return atOnce(scene, options);
}

/** An app that boots at once, by both sides in turn. */
function atOnce(scene: Scene, options: BenchOptions): Promise<Pairs> {
	const { pairs, say } = options;
	return interleave(
		pairs,
		said(say, 'ours', async () => (await runOurs(scene, { bootMs: 0, options })).routed),
		said(say, 'docker run', () => runBare(scene, { bootMs: 0, options }))
	);
}

interface Scene extends Routes {
	release: Release;
	/** Of the baseline's containers. */
	label: string;
	network: string;
}

/** A service that is live already, on an edge of its own: what is measured are new releases of it. */
async function openScene(stack: AsyncDisposableStack, signal: AbortSignal): Promise<Scene> {
	const { GANTRY_CADDY, DOCKER_HOST } = readEnv();
	const client = connectDocker(DOCKER_HOST);
	const installation = newId();
	stack.defer(() => removeLeftovers(client, installation));
	stack.defer(() => removeLabelled(installation));
	const image = await tinyImage(client, installation);
	const network = await createNetwork(installation, signal);
	const edge = await startTestEdge(GANTRY_CADDY);
	stack.defer(() => edge.remove());
	const release = { installation, project: newId(), service: newId(), image, port };
	const hosts = [{ host: 'bench.localhost', certificate: true }];
	await edge.names.update(release.service, { hosts });
	return { ...(await realEngine(client, edge)), release, label: installation, network };
}

interface Run {
	bootMs: number;
	options: BenchOptions;
}

async function runOurs({ engine, routedAt, release }: Scene, { bootMs, options }: Run) {
	const signal = AbortSignal.any([options.signal, AbortSignal.timeout(runDeadline)]);
	const variables = { BOOT_MS: String(bootMs) };
	const spec = releaseSpec(release, { variables, deadlineSeconds: 120 });
	let listening = Promise.resolve(Number.NaN);
	const recorder = timedRecorder((step) => {
		if (step !== 'start' || bootMs === 0) return;
		const name = objectNames.container(spec.service, spec.deployment);
		listening = engine.runtime
			.inspect(name)
			.then((container) => untilListening({ address: container?.address ?? '', port }, signal));
		listening.catch(() => {});
	});
	const begun = performance.now();
	await deploy(spec, { engine, recorder, signal });
	return { routed: routedAt() - begun, lag: recorder.at('check', 'ended') - (await listening) };
}

async function runBare({ release, label, network }: Scene, { bootMs, options }: Run) {
	const signal = AbortSignal.any([options.signal, AbortSignal.timeout(runDeadline)]);
	const more = ['--env', `BOOT_MS=${bootMs}`, '--env', `PORT=${port}`];
	const begun = performance.now();
	const { id, address } = await runDetached({ image: release.image, network, label, signal, more });
	await untilHealthy({ address, port }, signal);
	const took = performance.now() - begun;
	await docker(['rm', '--force', id], { signal });
	return took;
}

/** Milliseconds by which an app that never becomes healthy is called later than its deadline. */
async function runFailing({ engine, release }: Scene, { signal, say }: BenchOptions) {
	const variables = { STATUS: '503' };
	const spec = releaseSpec(release, { variables, deadlineSeconds: failureSeconds });
	const recorder = timedRecorder();
	const error: unknown = await deploy(spec, { engine, recorder, signal }).catch((e: unknown) => e);
	if (!(error instanceof AppError) || error.code !== 'health_check_failed') throw error;
	const late =
		recorder.at('check', 'ended') - recorder.at('check', 'started') - failureSeconds * 1000;
	say(`  never healthy: called ${late.toFixed(1)} ms after its deadline`);
	return late;
}
