import { openBareSide } from './bare/bare-side.ts';
import type { Benchmark, BenchOptions, Report } from './benchmark.ts';
import { openProductSide } from './product/product-side.ts';
import { openScene } from './product/scene.ts';
import { stageTable, type Stages } from './product/stages.ts';
import { interleave, ratioOf } from './ratio.ts';
import type { Side } from './side.ts';
import { ratioRow } from './table.ts';

const mark = 1.15;
const runDeadline = 120_000;

/**
 * B5: `git push` of one changed file until a visitor sees it through Caddy, by the whole running product
 * and by a script that does the same by hand.
 */
export const pushToLive: Benchmark = {
	id: 'B5',
	title: 'push to live',
	async run(options) {
		const { signal } = options;
		await using stack = new AsyncDisposableStack();
		const { folder, caddy, installation, repository } = await openScene(stack, options);
		const pushed = await repository('ours');
		const ours = await openProductSide(stack, { installation, repository: pushed, signal });
		const own = { folder, caddy, repository: await repository('bare'), signal };
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
