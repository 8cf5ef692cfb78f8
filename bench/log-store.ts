import { randomInt } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from '#engine/logs/log-file.ts';
import { linesBySource } from '#lib/server/logs/line-sort.ts';
import { LogIndex } from '#lib/server/logs/log-index.ts';
import { readPage } from '#lib/server/logs/log-page.ts';
import { readSearchQuery } from '#lib/server/logs/log-query.ts';
import { searchLog } from '#lib/server/logs/search-log.ts';
import type { Benchmark, BenchOptions } from './benchmark.ts';
import { coldRows, pageRow } from './cold-log.ts';
import { growthRow } from './growth.ts';
import { ingestRow } from './log-ingest.ts';
import { runProgram } from './program.ts';
import { interleave, median, ratioOf, said } from './ratio.ts';
import { ratioRow, type Row } from './table.ts';
import { timed } from './timed.ts';

const searchMark = 2;
const coldMark = 6;
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
				await ingestRow(folder, sizes[1]!, options),
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
	options: BenchOptions
): Promise<{ rows: Row[]; page: number }> {
	const { pairs, say, signal } = options;
	const path = join(folder, `${lines}.log`);
	const written = await timed(() => writeLog(path, lines));
	const { size } = await stat(path);
	const index = new LogIndex(path, linesBySource);
	const counted = await timed(() => index.extend());
	const against = async (what: string, { query, grep, atMost = searchMark }: Searched) => {
		say(`  ${lines} lines, ${what}`);
		const asked = readSearchQuery(new URLSearchParams(query));
		const taken = await interleave(
			pairs,
			said(say, 'search', () => timed(() => searchLog(index, { ...asked, signal }))),
			said(say, 'grep', () => timed(() => runProgram('grep', ['-c', ...grep, path], { signal })))
		);
		return ratioRow(
			'B11',
			`${what} in ${lines} lines / grep -c ${grep[0]}`,
			ratioOf(taken),
			atMost
		);
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
	const rows = [
		told('write', written),
		told('count and sort', counted),
		await against('rare words, capitals count', {
			query: { q: 'A Needle', case: '1' },
			grep: ['-F', 'A Needle']
		}),
		await against('rare words', { query: { q: 'A Needle' }, grep: ['-iF', 'A Needle'] }),
		await against('words of the last line', {
			query: { q: 'the very last' },
			grep: ['-iF', 'the very last']
		}),
		await against('regular expression', {
			query: { q: 'compiled A N\\w+ in \\d+ ms$', regex: '1', case: '1' },
			grep: ['-E', 'compiled A N[[:alnum:]]+ in [0-9]+ ms$']
		}),
		pageRow(`256 rows at any place of ${lines} lines`, taken)
	];
	const cold = await coldRows(path, { lines, options, searchMark: coldMark });
	return { rows: [...rows, ...cold], page: median(taken) };
}

interface Searched {
	/** As in the address of a search. */
	query: Record<string, string>;
	/** The same for grep. */
	grep: [way: string, words: string];
	atMost?: number;
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
