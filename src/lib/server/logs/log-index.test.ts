import { appendFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linesBySource } from './line-sort.ts';
import { LogIndex } from './log-index.ts';
import { readPage, readPageAround } from './log-page.ts';
import { searchLog } from './search-log.ts';
import { asideFolder } from '#engine/logs/aside-files.ts';
import { currentStart } from './segments.ts';
import { readSearchQuery } from './log-query.ts';
import { findText } from './text-finder.ts';

let path: string;
beforeEach(async () => {
	path = join(await mkdtemp(join(tmpdir(), 'gantry-index-')), 'app.log');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

const signal = new AbortController().signal;
const stored = (source: string, text: string) => `1700000000000\to\t${source}\t${text}\n`;
const open = () => new LogIndex(path, linesBySource);

async function rotate(): Promise<void> {
	const end = (await currentStart(path)) + (await stat(path)).size;
	await mkdir(asideFolder(path), { recursive: true });
	await rename(path, join(asideFolder(path), String(end)));
}

const longLog = (lines: number) =>
	Array.from({ length: lines }, (_, at) =>
		stored(at % 1000 < 900 ? 'build' : 'start', `line ${at + 1} ${'.'.repeat(at % 200)}`)
	).join('');

test('a log that is not there has no rows', async () => {
	const page = await readPage(open(), { view: 'build', from: 0, rows: 10 });
	expect(page).toMatchObject({ count: 0, rows: [] });
	expect(await readPageAround(open(), { line: 1, rows: 10 })).toBeNull();
});

test('a page is the same at any place, over all borders of files and blocks', async () => {
	await writeFile(path, longLog(3000));
	await rotate();
	await writeFile(path, longLog(3000));
	const index = open();
	const expected = [0, 3000].flatMap((base) =>
		Array.from({ length: 3000 }, (_, at) => at)
			.filter((at) => at % 1000 >= 900)
			.map((at) => base + at + 1)
	);
	for (const from of [0, 1, 95, 99, 250, 298, 300, 599]) {
		const page = await readPage(index, { view: 'start', from, rows: 100 });
		expect(page.count).toBe(600);
		expect(page.rows.map(([number]) => number)).toEqual(expected.slice(from, from + 100));
		for (const [number, , , source, text] of page.rows) {
			expect(source).toBe('start');
			expect(text).toMatch(new RegExp(`^line ${((number - 1) % 3000) + 1} `));
		}
	}
	const around = await readPageAround(index, { line: 3950, rows: 64 });
	expect(around).toMatchObject({ view: 'start', row: 349, from: 320 });
});

test('grows with the log, whatever lines come and wherever it is rotated', async () => {
	const step = fc.oneof(
		{ weight: 5, arbitrary: fc.record({ source: fc.constantFrom('a', 'b'), text: fc.string() }) },
		{ weight: 1, arbitrary: fc.constant('rotate' as const) },
		{ weight: 2, arbitrary: fc.constant('look' as const) }
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
			await rm(path, { force: true });
			await rm(asideFolder(path), { recursive: true, force: true });
			const index = open();
			const written: { source: string; text: string }[] = [];
			await writeFile(path, '');
			for (const each of steps) {
				if (each === 'look') await index.extend();
				else if (each === 'rotate') {
					if ((await stat(path)).size === 0) continue;
					await rotate();
					await writeFile(path, '');
				} else {
					const text = each.text.replace(/\n/g, ' ');
					written.push({ source: each.source, text });
					await appendFile(path, stored(each.source, text));
				}
			}
			for (const view of ['a', 'b']) {
				const own = written.flatMap(({ source, text }, at) =>
					source === view ? [[at + 1, text]] : []
				);
				const page = await readPage(index, { view, from: 0, rows: 100 });
				expect(page.rows.map(([number, , , , text]) => [number, text])).toEqual(own);
			}
			expect(index.lines).toBe(written.length);
		}),
		{ numRuns: 40 }
	);
});

test('begins anew when the log is another one', async () => {
	await writeFile(path, longLog(10));
	const index = open();
	await index.extend();
	const { id } = index;
	await writeFile(path, longLog(3));
	const page = await readPage(index, { view: 'build', from: 0, rows: 10 });
	expect(page.rows).toHaveLength(3);
	expect(page.log).not.toBe(id);
});

test('says of lines that were removed meanwhile that they are gone', async () => {
	await writeFile(path, longLog(900));
	await rotate();
	await writeFile(path, longLog(900));
	const index = open();
	await index.extend();
	await rm(asideFolder(path), { recursive: true });
	await mkdir(asideFolder(path));
	await writeFile(join(asideFolder(path), String(index.growingFrom)), '');
	const page = await readPage(index, { view: 'build', from: 898, rows: 4 });
	expect(page.rows.map(([number, , , , text]) => [number, text.split(' ')[0]])).toEqual([
		[899, '…'],
		[900, '…'],
		[901, 'line'],
		[902, 'line']
	]);
});

test('finds every line that shows the words, in any case, and where it stands', async () => {
	await writeFile(path, longLog(5000));
	await rotate();
	await writeFile(path, longLog(4999) + stored('build', 'die \u001b[1mLÄ\u001b[31mNGE\u001b[0m 1'));
	const index = open();
	const search = (words: string, after = 0) =>
		searchLog(index, { find: findText(words), after, signal });
	const numbers = async (words: string, after = 0) =>
		(await search(words, after)).places.map(([line]) => line);
	expect(await numbers('LINE 4999 ')).toEqual([4999, 9999]);
	expect(await numbers('line 4999 ', 4999)).toEqual([9999]);
	expect(await numbers('länge')).toEqual([10_000]);
	expect((await search('länge')).places).toEqual([[10_000, 'build', 9000]]);
	expect(await numbers('LiNe 77 ')).toEqual([77, 5077]);
	expect(await numbers('1700000000000')).toEqual([]);
	expect(await numbers('build')).toEqual([]);
	expect(await search('no such words')).toMatchObject({ lines: 10_000, isCut: false });
	const many = await search('line');
	expect(many.isCut).toBe(true);
	expect(many.places).toHaveLength(5000);
});

test('finds only what is left of an overwritten line', async () => {
	await writeFile(path, stored('build', '10 %\r50 %\rdone\r') + stored('build', '10 %'));
	const numbers = async (words: string) =>
		(await searchLog(open(), { find: findText(words), after: 0, signal })).places.map(
			([line]) => line
		);
	expect(await numbers('10 %')).toEqual([2]);
	expect(await numbers('done')).toEqual([1]);
});

test('finds by case and by regular expression what a line shows', async () => {
	const lines = ['GET /a 200', 'GET /b \u001b[31m500\u001b[0m', '500 %\rdone', 'get /c'];
	await writeFile(path, lines.map((line) => stored('build', line)).join(''));
	const numbers = async (query: Record<string, string>) => {
		const asked = readSearchQuery(new URLSearchParams(query));
		return (await searchLog(open(), { ...asked, signal })).places.map(([line]) => line);
	};
	expect(await numbers({ q: 'get' })).toEqual([1, 2, 4]);
	expect(await numbers({ q: 'get', case: '1' })).toEqual([4]);
	expect(await numbers({ q: '^get /.+[45]00$', regex: '1' })).toEqual([2]);
	expect(await numbers({ q: '^get', regex: '1', case: '1' })).toEqual([4]);
	expect(await numbers({ q: '^.{4}$', regex: '1' })).toEqual([3]);
	expect(() => readSearchQuery(new URLSearchParams({ q: '(a', regex: '1' }))).toThrow(
		expect.objectContaining({ code: 'invalid', status: 422, field: 'q' })
	);
});

test('stops when its time is over or nobody waits any more', async () => {
	await writeFile(path, longLog(5000));
	const index = open();
	const find = findText('no such words');
	expect(await searchLog(index, { find, after: 0, signal, within: -1 })).toMatchObject({
		isCut: true
	});
	const gone = AbortSignal.abort();
	expect(await searchLog(index, { find, after: 0, signal: gone })).toMatchObject({ isCut: true });
});
