import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { makeImages } from '../e2e/fixtures/images/make.ts';
import { startGitHost } from '../e2e/fixtures/git-host.ts';
import { bareDeploy, type BarePlace } from './bare/deploy.ts';
import { createNetwork, removeLabelled, removeOthers } from './bare/docker.ts';
import type { Benchmark, BenchOptions, Report } from './benchmark.ts';
import { startRoutedCaddy } from './edge/routed-caddy.ts';
import { openInstallation, type Installation } from './product/installation.ts';
import { pushedApp, type PushedApp } from './product/pushed-app.ts';
import { appPort, pushedRepository, type PushedRepository } from './product/pushed-repository.ts';
import { stagesOf, stageTable, type Stages } from './product/stages.ts';
import { runProgram } from './program.ts';
import { interleave, ratioOf } from './ratio.ts';
import { ratioRow } from './table.ts';
import { visitor, type Visitor } from './visitor.ts';

const mark = 1.3;
const runDeadline = 120_000;
const bareHost = 'bare.localhost';

/**
 * B5: `git push` of one changed file until a visitor sees it through Caddy, by the whole running product
 * and by a script that does the same by hand, with a plain Caddy of its own.
 */
export const pushToLive: Benchmark = {
	id: 'B5',
	title: 'push to live',
	async run(options) {
		const { signal, say } = options;
		await using stack = new AsyncDisposableStack();
		const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
		stack.defer(() => rm(folder, { recursive: true, force: true }));
		const host = await startGitHost();
		stack.defer(() => host.close());
		const installation = stack.use(await openInstallation(signal));
		await makeImages(new Docker(), say);
		const repository = (name: string) => pushedRepository(host, { name, folder, signal });
		const ours = await openOurs(stack, {
			installation,
			repository: await repository('ours'),
			signal
		});
		const bare = await openBare(stack, {
			folder,
			installation,
			repository: await repository('bare'),
			signal
		});
		return await compare(ours, bare, options);
	}
};

interface Ours {
	installation: Installation;
	repository: PushedRepository;
	app: PushedApp;
	eyes: Visitor;
}

async function openOurs(
	stack: AsyncDisposableStack,
	given: { installation: Installation; repository: PushedRepository; signal: AbortSignal }
): Promise<Ours> {
	const { installation, repository, signal } = given;
	const app = await pushedApp(installation, {
		repositoryUrl: repository.url,
		name: 'bench',
		signal
	});
	const eyes = visitor(app.url);
	stack.defer(() => eyes.close());
	await eyes.untilSees('version 0', AbortSignal.any([signal, AbortSignal.timeout(runDeadline)]));
	return { installation, repository, app, eyes };
}

interface Bare {
	place: BarePlace;
	repository: PushedRepository;
	eyes: Visitor;
}

async function openBare(
	stack: AsyncDisposableStack,
	given: {
		folder: string;
		installation: Installation;
		repository: PushedRepository;
		signal: AbortSignal;
	}
): Promise<Bare> {
	const { folder, installation, repository, signal } = given;
	const label = randomBytes(6).toString('hex');
	stack.defer(() => removeLabelled(label));
	const network = await createNetwork(label, signal);
	const first = { address: '127.0.0.1', port: appPort };
	const { GANTRY_CADDY } = installation.env;
	const caddy = await startRoutedCaddy(GANTRY_CADDY, { host: bareHost, sites: 1, first });
	stack.defer(() => caddy.stop());
	const mirror = join(folder, 'mirror.git');
	await runProgram('git', ['clone', '--quiet', '--mirror', repository.url, mirror], { signal });
	const eyes = visitor(`https://${bareHost}:${caddy.httpsPort}/`);
	stack.defer(() => eyes.close());
	return { place: { mirror, network, label, caddy, port: appPort }, repository, eyes };
}

/** Both sides in turn; each waits until all of its own work is done before the other begins. */
async function compare(ours: Ours, bare: Bare, options: BenchOptions): Promise<Report> {
	const stages: { ours: Stages[]; bare: Stages[] } = { ours: [], bare: [] };
	let run = 0;
	const side =
		(name: keyof typeof stages, go: (version: string, signal: AbortSignal) => Promise<Stages>) =>
		async () => {
			const signal = AbortSignal.any([options.signal, AbortSignal.timeout(runDeadline)]);
			const taken = await go(`version ${++run} of ${name}.`, signal);
			stages[name].push(taken);
			const milliseconds = taken.reduce((sum, [, part]) => sum + part, 0);
			options.say(`  ${name}: ${milliseconds.toFixed(0)} ms`);
			return milliseconds;
		};
	const pairs = await interleave(
		options.pairs,
		side('ours', (version, signal) => runOurs(ours, { version, signal })),
		side('bare', (version, signal) => runBare(bare, { version, signal }))
	);
	const what = 'git push → seen through Caddy / by hand (git, BuildKit by the docker CLI, PATCH)';
	return {
		rows: [ratioRow('B5', what, ratioOf(pairs), mark)],
		notes: [
			stageTable('B5, ours', stages.ours.slice(1)),
			stageTable('B5, by hand', stages.bare.slice(1))
		]
	};
}

interface Run {
	version: string;
	signal: AbortSignal;
}

async function runOurs({ installation, repository, app, eyes }: Ours, { version, signal }: Run) {
	const push = await repository.commit(version);
	const begun = performance.now();
	const sight = eyes.untilSees(version, signal);
	sight.catch(() => {});
	await repository.push();
	const pushed = performance.now();
	const deploymentId = await app.deliver(push, signal);
	const accepted = performance.now();
	const ended = app.untilEnded(deploymentId, signal);
	const seen = await Promise.race([sight, ended.then(() => sight)]);
	await ended;
	const deployment = await installation.db.deployment.findUniqueOrThrow({
		where: { id: deploymentId },
		include: { steps: true }
	});
	const onClock = (at: number) => performance.timeOrigin + at;
	return stagesOf({
		begun: onClock(begun),
		pushed: onClock(pushed),
		accepted: onClock(accepted),
		deployment,
		steps: deployment.steps,
		seen: onClock(seen)
	});
}

async function runBare(
	{ place, repository, eyes }: Bare,
	{ version, signal }: Run
): Promise<Stages> {
	const { sha } = await repository.commit(version);
	const begun = performance.now();
	const sight = eyes.untilSees(version, signal);
	sight.catch(() => {});
	await repository.push();
	const pushed = performance.now();
	const times = await bareDeploy(place, { sha, signal });
	const seen = await sight;
	await removeOthers(place.label, times.container, signal);
	const parts: Stages = [];
	let last = begun;
	const cut = (name: string, at: number) => {
		parts.push([name, at - last]);
		last = at;
	};
	cut('git push', pushed);
	cut('git fetch', times.fetched);
	cut('docker build', times.built);
	cut('docker run', times.started);
	cut('answers', times.healthy);
	cut('PATCH', times.switched);
	cut('PATCH → seen', seen);
	return parts;
}
