import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckout } from '#engine/checkout/open-checkout.ts';
import type { Checkout } from '#engine/checkout/port.ts';
import { newId } from '#lib/server/db/id.ts';
import { startGitHost, type GitHost, type Repository } from '../e2e/fixtures/git-host.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { peakOf, type Peak } from './memory.ts';
import { runProgram } from './program.ts';
import { interleave, ratioOf, said, type Pairs } from './ratio.ts';
import { megabytes, ratioRow, type Row } from './table.ts';

const firstMark = 1.1;
/** At this many files, one commit more has a mark of its own. */
const largest = 5000;
const commitMark = 0.2;
const sizes = [30, 800, largest];
const memoryMark = 1.5;
/** So many files take seconds: more pairs of them say nothing more. */
const mostLargePairs = 5;
const fileBytes = 2000;

/**
 * B3: from a URL to the tar that a builder reads, by the engine's checkout, against `git clone --depth 1`:
 * for the first time, with nothing new, and with one commit more.
 */
export const source: Benchmark = {
	id: 'B3',
	title: 'source',
	async run(options) {
		await using stack = new AsyncDisposableStack();
		const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
		stack.defer(() => rm(folder, { recursive: true, force: true }));
		const host = await startGitHost();
		stack.defer(() => host.close());
		const root = join(folder, 'ours');
		const checkout = await openCheckout({ root, allowPrivateHosts: ['127.0.0.1'] });
		const rows: Row[] = [];
		for (const files of sizes) {
			options.say(`  ${files} files`);
			rows.push(...(await measure({ host, checkout, folder, files, options })));
		}
		return { rows, notes: [] };
	}
};

interface Given {
	host: GitHost;
	checkout: Checkout;
	folder: string;
	files: number;
	options: BenchOptions;
}

async function measure({ host, checkout, folder, files, options }: Given): Promise<Row[]> {
	const { say, signal } = options;
	const pairs = files === largest ? Math.min(options.pairs, mostLargePairs) : options.pairs;
	const repository = await host.createRepository(`files-${files}`);
	await repository.commit(manyFiles(files));
	const clone = async () => {
		const into = join(folder, newId());
		const args = ['clone', '--quiet', '--depth', '1', repository.url, into];
		const took = await timed(() => runProgram('git', args, { signal }));
		await rm(into, { recursive: true });
		return took;
	};
	const known = newId();
	const ours = (service: () => string) => () =>
		timed(() => tarred(checkout, { repository, service: service(), signal }));
	const against = (what: string, own: () => Promise<number>) =>
		interleave(pairs, said(say, what, own), said(say, 'clone', clone));
	const first = await against('first', ours(newId));
	await tarred(checkout, { repository, service: known, signal });
	const same = await against(
		'nothing new',
		ours(() => known)
	);
	const next = await against('one commit', async () => {
		await repository.commit({ 'src/file-1.txt': text(Math.random()) });
		return ours(() => known)();
	});
	const row = (what: string, taken: Pairs, mark: number | null) =>
		ratioRow('B3', `${files} files, ${what} / git clone --depth 1`, ratioOf(taken), mark);
	const memory = {
		ours: await peakOf(ours(newId)),
		clone: await peakOf(clone)
	};
	return [
		row('first time → tar', first, firstMark),
		row('nothing new → tar', same, null),
		row('one commit more → tar', next, files === largest ? commitMark : null),
		...(files === largest ? [memoryRow(memory)] : [])
	];
}

/** Of the first time; what both have in this process and in the programs they start. */
function memoryRow({ ours, clone }: { ours: Peak; clone: Peak }): Row {
	const sum = ({ own, children }: Peak) => own + children;
	const times = sum(ours) / sum(clone);
	return {
		id: 'B3',
		what: `${largest} files, first time → tar: most memory / git clone --depth 1`,
		result: times.toFixed(2),
		mark: `≤ ${memoryMark}`,
		passed: times <= memoryMark,
		figures: `${megabytes(sum(ours))} / ${megabytes(sum(clone))}`
	};
}

/** The engine's way: fetched into its cache, and the whole tar read. */
async function tarred(
	checkout: Checkout,
	given: { repository: Repository; service: string; signal: AbortSignal }
): Promise<void> {
	const { repository, service, signal } = given;
	const from = { url: repository.url, branch: 'main', commit: null };
	const { sha } = await checkout.fetch(service, from, '', { signal });
	for await (const _chunk of checkout.archive(service, sha, '', { signal }));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}

/** Folders of fifty, as a project has them. */
function manyFiles(count: number): Record<string, string> {
	return Object.fromEntries(
		Array.from({ length: count }, (_, index) => [
			index < 50 ? `src/file-${index}.txt` : `src/part-${Math.floor(index / 50)}/file-${index}.txt`,
			text(index)
		])
	);
}

const text = (seed: number) => `${seed} `.repeat(Math.ceil(fileBytes / `${seed} `.length));
