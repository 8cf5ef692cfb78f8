import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerBuilder } from '#engine/build/docker-builder.ts';
import { openCheckout } from '#engine/checkout/open-checkout.ts';
import { LogFile } from '#engine/logs/log-file.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { labels } from '#engine/spec.ts';
import { readEnv } from '#env';
import { newId } from '#lib/server/db/id.ts';
import { removeLeftovers } from '../e2e/fixtures/docker-leftovers.ts';
import { startGitHost, type Repository } from '../e2e/fixtures/git-host.ts';
import { tinyRepository } from '../e2e/fixtures/tiny-app.ts';
import { benchLabel, docker, removeLabelled } from './bare/docker.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { peakOf } from './memory.ts';
import { runProgram } from './program.ts';
import { interleave, ratioOf, said, type Pairs } from './ratio.ts';
import { memoryRow, overheadRow, ratioRow } from './table.ts';

const mark = 1.05;
/** Milliseconds that a short build may cost more, whatever the ratio. */
const orMilliseconds = 30;
const floodMark = 1.2;
const floodLines = 200_000;
const floodMemory = 64 * 2 ** 20;
const flooding = [`RUN ["/app","flood","${floodLines}"]`];
const coldSteps = 4;

/**
 * B6: one build with its log kept and struck of secrets, by the engine's builder, against the same
 * `git archive` given to `docker build`.
 */
export const builds: Benchmark = {
	id: 'B6',
	title: 'build overhead',
	async run(options) {
		await using stack = new AsyncDisposableStack();
		const scene = await openScene(stack, options.signal);
		const compared = async (what: string, before: (run: string) => Promise<void>) => {
			const ours = said(options.say, `${what}, ours`, async () => {
				await before(newId());
				return buildOurs(scene, options);
			});
			const bare = said(options.say, `${what}, docker build`, async () => {
				await before(newId());
				return buildBare(scene, options);
			});
			return interleave(options.pairs, ours, bare);
		};
		const commit = async (files: Parameters<Repository['commit']>[0]) => {
			scene.sha = await scene.repository.commit(files);
		};
		await commit(await tinyRepository());
		const warm = await compared('nothing changed', async () => {});
		const one = await compared('one file', (version) => commit({ version }));
		const cold = await compared('no layer cached', async (version) =>
			commit(await tinyRepository({ version, lines: steps(version) }))
		);
		// Before others like it: what they leave in this process is not to be taken for nothing.
		await commit(await tinyRepository({ lines: flooding }));
		const { own } = await peakOf(() => buildOurs(scene, options, { isFresh: true }));
		const flood = await compared('many lines', async (version) =>
			commit(await tinyRepository({ version, lines: flooding }))
		);
		const row = (what: string, taken: Pairs) =>
			overheadRow('B6', `${what} / docker build`, ratioOf(taken), { mark, orMilliseconds });
		return {
			rows: [
				row('nothing changed', warm),
				row('one file changed', one),
				row('no layer cached', cold),
				ratioRow('B6', `${floodLines} lines printed / docker build`, ratioOf(flood), floodMark),
				memoryRow('B6', `${floodLines} lines printed: memory that the builder adds`, {
					bytes: own,
					atMost: floodMemory,
					note: 'most at any moment of one build'
				})
			],
			notes: []
		};
	}
};

async function openScene(stack: AsyncDisposableStack, signal: AbortSignal) {
	const client = connectDocker(readEnv().DOCKER_HOST);
	const installation = newId();
	stack.defer(() => removeLeftovers(client, installation));
	stack.defer(() => removeLabelled(installation));
	const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
	stack.defer(() => rm(folder, { recursive: true, force: true }));
	const host = await startGitHost();
	stack.defer(() => host.close());
	const repository = await host.createRepository('built');
	const mirror = join(folder, 'mirror.git');
	await runProgram('git', ['clone', '--quiet', '--mirror', repository.url, mirror], { signal });
	const root = join(folder, 'git');
	const checkout = await openCheckout({ root, allowPrivateHosts: ['127.0.0.1'] });
	const builder = dockerBuilder(client);
	const service = newId();
	return { builder, checkout, repository, folder, mirror, installation, service, sha: '' };
}

type Scene = Awaited<ReturnType<typeof openScene>>;

/** From the fetched commit to the image, its lines in a log file. */
async function buildOurs(
	scene: Scene,
	{ signal }: BenchOptions,
	{ isFresh = false } = {}
): Promise<number> {
	const { builder, checkout, repository, folder, installation, service, sha } = scene;
	const source = { url: repository.url, branch: 'main', commit: sha };
	await checkout.fetch(service, source, '', { signal });
	const text = await checkout.tree(service, sha, '').readText('Dockerfile');
	const secrets = ['no-such-secret'];
	const log = await LogFile.open(join(folder, `${newId()}.log`), { secrets });
	await using stack = new AsyncDisposableStack();
	stack.defer(() => log.close());
	const begun = performance.now();
	await builder.build({
		context: checkout.archive(service, sha, '', { signal }),
		files: [],
		ignore: null,
		dockerfile: 'Dockerfile',
		dockerfileText: text ?? '',
		target: null,
		arguments: {},
		secrets: {},
		isFresh,
		reference: `gantry/${service}:deploy_bench`,
		labels: { [labels.installation]: installation },
		onLine: (line, stream) => log.write('build', line, stream),
		signal
	});
	return performance.now() - begun;
}

/** `git archive | docker build -`, its output read and dropped. */
async function buildBare(scene: Scene, { signal }: BenchOptions): Promise<number> {
	const { mirror, installation, sha } = scene;
	await runProgram('git', ['-C', mirror, 'fetch', '--quiet', 'origin'], { signal });
	const begun = performance.now();
	const archive = spawn('git', ['-C', mirror, 'archive', sha], {
		stdio: ['ignore', 'pipe', 'inherit'],
		signal
	});
	archive.on('error', () => {});
	const tag = `gantry-bench/${installation}:built`;
	const own = ['--label', `${benchLabel}=${installation}`, '--tag', tag];
	await docker(['build', '--progress', 'plain', ...own, '-'], { input: archive.stdout, signal });
	return performance.now() - begun;
}

const steps = (version: string) =>
	Array.from({ length: coldSteps }, (_, index) => `RUN ["/app","say","${version} ${index}"]`);
