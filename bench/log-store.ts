import { randomInt } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from '#engine/logs/log-file.ts';
import { linesBySource } from '#lib/server/logs/line-sort.ts';
import { LogIndex } from '#lib/server/logs/log-index.ts';
import { readPage } from '#lib/server/logs/log-page.ts';
import { searchLog } from '#lib/server/logs/search-log.ts';
import { findText } from '#lib/server/logs/text-finder.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { growthRow } from './growth.ts';
import { runProgram } from './program.ts';
import { interleave, median, quantile, ratioOf, said } from './ratio.ts';
import { ratioRow, type Row } from './table.ts';

const pageMark = 10;
const searchMark = 2;
const pages = 200;

/** B11: a log of many lines written, searched and read by pages, against `grep -c` and what a page may take. */
export const logStore: Benchmark = {
	id: 'B11',
	title: 'log store and search',
	async run(options) {
		const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
		try {
			const sizes = options.isQuick ? [10_000, 100_000] : [100_000, 1_000_000];
			const small = await measure(folder, sizes[0]!, options);
			const large = await measure(folder, sizes[1]!, options);
			const between = { from: sizes[0]!, to: sizes[1]! };
			const rows = [
				...large.rows,
				growthRow(
					'B11',
					'a page by the number of lines',
					{ ...between, few: small.page, many: large.page },
					{ atMost: 3 }
				)
			];
			return { rows, notes: [] };
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}
};

async function measure(
	folder: string,
	lines: number,
	{ pairs, say, signal }: BenchOptions
): Promise<{ rows: Row[]; page: number }> {
	const path = join(folder, `${lines}.log`);
	const written = await timed(() => writeLog(path, lines));
	const { size } = await stat(path);
	const index = new LogIndex(path, linesBySource);
	const counted = await timed(() => index.extend());
	const grep = (words: string) => () =>
		timed(() => runProgram('grep', ['-c', '-i', '-F', words, path], { signal }));
	const search = (words: string) => () =>
		timed(() => searchLog(index, { find: findText(words), after: 0, signal }));
	const against = async (what: string, words: string) => {
		say(`  ${lines} lines, ${what}`);
		const taken = await interleave(
			pairs,
			said(say, 'search', search(words)),
			said(say, 'grep', grep(words))
		);
		return ratioRow('B11', `${what} in ${lines} lines / grep -ci`, ratioOf(taken), searchMark);
	};
	const taken: number[] = [];
	for (let page = 0; page < pages; page++) {
		const from = randomInt(lines - 256);
		taken.push(await timed(() => readPage(index, { view: 'build', from, rows: 256 })));
	}
	const figures = `${(size / 2 ** 20).toFixed(0)} MB`;
	const told = (what: string, milliseconds: number): Row => ({
		id: 'B11',
		what: `${what} ${lines} lines`,
		result: `${milliseconds.toFixed(0)} ms`,
		mark: null,
		passed: null,
		figures
	});
	const slow = quantile(taken, 0.95);
	const rows = [
		told('write', written),
		told('count and sort', counted),
		await against('rare words', 'A Needle'),
		await against('words of the last line', 'the very last'),
		{
			id: 'B11',
			what: `256 rows at any place of ${lines} lines, the slowest of 20`,
			result: `${slow.toFixed(1)} ms`,
			mark: `≤ ${pageMark} ms`,
			passed: slow <= pageMark,
			figures: `median ${median(taken).toFixed(1)} ms`
		}
	];
	return { rows, page: median(taken) };
}

async function writeLog(path: string, lines: number): Promise<void> {
	const log = await LogFile.open(path, { segmentBytes: 2 ** 40 });
	for (let line = 1; line <= lines; line++) {
		const word = line % 5000 === 77 ? 'A Needle' : 'hay';
		log.write('build', `#${line} [build 6/6] compiled ${word} in ${line % 97} ms`, 'stdout');
		if (line % 10_000 === 0) await log.flush();
	}
	log.write('build', 'the very last', 'stdout');
	await log.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}
