import { randomInt } from 'node:crypto';
import { copyFile, stat } from 'node:fs/promises';
import { asideFiles, putAside } from '#engine/logs/aside-files.ts';
import { linesBySource } from '#lib/server/logs/line-sort.ts';
import { LogIndex } from '#lib/server/logs/log-index.ts';
import { readPage } from '#lib/server/logs/log-page.ts';
import { readSearchQuery } from '#lib/server/logs/log-query.ts';
import { packFile } from '#lib/server/logs/pack-file.ts';
import { searchLog } from '#lib/server/logs/search-log.ts';
import type { BenchOptions } from './benchmark.ts';
import { runProgram } from './program.ts';
import { interleave, median, quantile, ratioOf, said } from './ratio.ts';
import { megabytes, ratioRow, type Row } from './table.ts';
import { timed } from './timed.ts';

const pageMark = 10;
const diskMark = 1.2;
const pages = 200;

interface Cold {
	lines: number;
	options: BenchOptions;
	/** How much longer a search may take than grep of the plain file. */
	searchMark: number;
}

/** The same log packed: what it takes of the disk against `gzip -1`, a search, and pages at any place. */
export async function coldRows(
	plain: string,
	{ lines, options: { pairs, say, signal }, searchMark }: Cold
): Promise<Row[]> {
	const path = `${plain}.cold`;
	await copyFile(plain, path);
	await putAside(path);
	const [aside] = await asideFiles(path);
	if (!aside) throw new Error('The log was not put aside.');
	const packing = await timed(() => packFile(aside.path, signal));
	const { size } = await stat(`${aside.path}.gz`);
	await runProgram('gzip', ['-1', '--keep', '--force', plain], { signal });
	const quick = (await stat(`${plain}.gz`)).size;
	const index = new LogIndex(path, linesBySource);
	await index.extend();
	const asked = readSearchQuery(new URLSearchParams({ q: 'A Needle' }));
	say(`  ${lines} lines, packed`);
	const taken = await interleave(
		pairs,
		said(say, 'search', () => timed(() => searchLog(index, { ...asked, signal }))),
		said(say, 'grep', () =>
			timed(() => runProgram('grep', ['-c', '-iF', 'A Needle', plain], { signal }))
		)
	);
	const rows: number[] = [];
	for (let page = 0; page < pages; page++) {
		const from = randomInt(lines - 256);
		rows.push(await timed(() => readPage(index, { view: 'build', from, rows: 256 })));
	}
	return [
		{
			id: 'B11',
			what: `${lines} lines packed / gzip -1`,
			result: (size / quick).toFixed(2),
			mark: `≤ ${diskMark}`,
			passed: size / quick <= diskMark,
			figures: `${megabytes(size)} / ${megabytes(quick)}, packed in ${packing.toFixed(0)} ms`
		},
		ratioRow(
			'B11',
			`rare words in ${lines} packed lines / grep -ci, plain`,
			ratioOf(taken),
			searchMark
		),
		pageRow(`256 rows at any place of ${lines} packed lines`, rows)
	];
}

/** Milliseconds of pages: 19 of 20 must be quick. */
export function pageRow(what: string, taken: number[]): Row {
	const slow = quantile(taken, 0.95);
	return {
		id: 'B11',
		what: `${what}, the slowest of 20`,
		result: `${slow.toFixed(1)} ms`,
		mark: `≤ ${pageMark} ms`,
		passed: slow <= pageMark,
		figures: `median ${median(taken).toFixed(1)} ms`
	};
}
