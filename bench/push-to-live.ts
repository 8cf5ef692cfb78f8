import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { readEnv } from '#env';
import { makeImages } from '../e2e/fixtures/images/make.ts';
import { startGitHost } from '../e2e/fixtures/git-host.ts';
import { openBareSide } from './bare/bare-side.ts';
import type { Benchmark, BenchOptions, Report } from './benchmark.ts';
import { openInstallation } from './product/installation.ts';
import { openProductSide } from './product/product-side.ts';
import { pushedRepository } from './product/pushed-repository.ts';
import { stageTable, type Stages } from './product/stages.ts';
import { interleave, ratioOf } from './ratio.ts';
import type { Side } from './side.ts';
import { ratioRow } from './table.ts';

const mark = 1.3;
const runDeadline = 120_000;

/**
 * B5: `git push` of one changed file until a visitor sees it through Caddy, by the whole running product
 * and by a script that does the same by hand.
 */
export const pushToLive: Benchmark = {
	id: 'B5',
	title: 'push to live',
	async run(options) {
		const { signal, say } = options;
		const { DOCKER_HOST, GANTRY_CADDY: caddy } = readEnv();
		await using stack = new AsyncDisposableStack();
		await makeImages(connectDocker(DOCKER_HOST), say);
		const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
		stack.defer(() => rm(folder, { recursive: true, force: true }));
		const host = await startGitHost();
		stack.defer(() => host.close());
		const open = (name: string) => pushedRepository(host, { name, folder, signal });
		const installation = stack.use(await openInstallation(signal));
		const repository = await open('ours');
		const ours = await openProductSide(stack, { installation, repository, signal });
		const own = { folder, caddy, repository: await open('bare'), signal };
		return await compare(ours, await openBareSide(stack, own), options);
	}
};

/** Both sides in turn; each is over before the other begins. */
async function compare(ours: Side, bare: Side, options: BenchOptions): Promise<Report> {
	let run = 0;
	const taken: { ours: Stages[]; bare: Stages[] } = { ours: [], bare: [] };
	const go = (name: keyof typeof taken, side: Side) => async () => {
		const signal = AbortSignal.any([options.signal, AbortSignal.timeout(runDeadline)]);
		const stages = await side.push(`version ${++run} of ${name}.`, signal);
		taken[name].push(stages);
		const milliseconds = stages.reduce((sum, [, part]) => sum + part, 0);
		options.say(`  ${name}: ${milliseconds.toFixed(0)} ms`);
		return milliseconds;
	};
	const pairs = await interleave(options.pairs, go('ours', ours), go('bare', bare));
	const what = 'git push → seen through Caddy / by hand (git, BuildKit by the docker CLI, PATCH)';
	return {
		rows: [ratioRow('B5', what, ratioOf(pairs), mark)],
		notes: [
			stageTable('B5, ours', taken.ours.slice(1)),
			stageTable('B5, by hand', taken.bare.slice(1))
		]
	};
}
