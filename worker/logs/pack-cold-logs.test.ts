import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asideFiles, putAside } from '#engine/logs/aside-files.ts';
import { LogFile } from '#engine/logs/log-file.ts';
import { dataPaths, type DataPaths } from '#lib/rules/data-dir.ts';
import { downloadLog } from '#lib/server/logs/download.ts';
import { linesBySource } from '#lib/server/logs/line-sort.ts';
import { LogIndex } from '#lib/server/logs/log-index.ts';
import { readPage } from '#lib/server/logs/log-page.ts';
import { searchLog } from '#lib/server/logs/search-log.ts';
import { tailLog } from '#lib/server/logs/tail.ts';
import { findText } from '#lib/server/logs/text-finder.ts';
import { findLogs } from '../clean-up/found-paths.ts';
import { packColdLogs } from './pack-cold-logs.ts';

const signal = new AbortController().signal;
const dayMs = 86_400_000;
const now = Date.now();
const old = 'a'.repeat(20);

let root: string;
let paths: DataPaths;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'gantry-pack-'));
	paths = dataPaths(root);
});
afterEach(() => rm(root, { recursive: true }));

const stored = (line: number) =>
	`1700000000000\to\t${line % 1000 < 900 ? 'build' : 'start'}\tline ${line} ${'.'.repeat(line % 200)}\n`;
const text = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, at) => stored(from + at)).join('');

async function write(path: string, content: string, daysAgo: number): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, content);
	const at = new Date(now - daysAgo * dayMs);
	await utimes(path, at, at);
}

const packed = () => packColdLogs(paths, { now, signal });

test('a cold log is read as before: rows, tail, matches, download', async () => {
	const path = paths.deploymentLog(old);
	const whole = text(1, 9000);
	await write(path, whole, 2);
	const open = new LogIndex(path, linesBySource);
	await open.extend();
	const { id } = open;
	await packed();
	expect(await readdir(dirname(path))).toEqual([`${old}.log.old`]);
	const [file] = await asideFiles(path);
	expect(file).toMatchObject({ end: Buffer.byteLength(whole), isPacked: true });
	const bytes = await readFile(file!.path);
	expect(bytes.length).toBeLessThan(whole.length / 4);
	expect(gunzipSync(bytes).toString()).toBe(whole);
	for (const index of [open, new LogIndex(path, linesBySource)]) {
		const page = await readPage(index, { view: 'start', from: 750, rows: 100 });
		expect(page.rows.map(([number]) => number)).toEqual(
			Array.from({ length: 100 }, (_, at) => (at < 50 ? 7950 + at : 8850 + at))
		);
		const found = await searchLog(index, { find: findText('LINE 8999 '), after: 0, signal });
		expect(found.places).toEqual([[8999, 'start', 899]]);
		expect(index.lines).toBe(9000);
	}
	expect(open.id).toBe(id);
	const { lines, end } = await tailLog(path, 2);
	expect(lines.map((line) => line.text.split(' ')[1])).toEqual(['8999', '9000']);
	expect(end).toBe(whole.length);
	const read = await new Response(downloadLog(path, signal)).text();
	expect(read.split('\n')).toHaveLength(9001);
});

test('what is warm, small, or may be gone on with stays as it is', async () => {
	await write(paths.deploymentLog(old), text(1, 500), 0);
	await write(paths.deploymentLog('b'.repeat(20)), text(1, 5), 9);
	await write(paths.serviceLog('shop'), text(1, 300), 9);
	await putAside(paths.serviceLog('shop'));
	await write(paths.serviceLog('shop'), text(301, 400), 9);
	await putAside(paths.serviceLog('shop'));
	await write(paths.serviceLog('shop'), text(401, 500), 9);
	await packed();
	expect(await readdir(dirname(paths.deploymentLog('any')))).toHaveLength(2);
	const aside = await asideFiles(paths.serviceLog('shop'));
	expect(aside.map(({ isPacked }) => isPacked)).toEqual([true, false]);
	const index = new LogIndex(paths.serviceLog('shop'), linesBySource);
	const page = await readPage(index, { view: 'build', from: 0, rows: 500 });
	expect(page.rows.map(([number]) => number)).toEqual(
		Array.from({ length: 500 }, (_, at) => at + 1)
	);
});

test('cut off at any place, the next time finishes it and nothing is read twice', async () => {
	const path = paths.deploymentLog(old);
	await write(path, text(1, 2000), 3);
	await putAside(path);
	const [plain] = await asideFiles(path);
	const bytes = await readFile(plain!.path);
	await writeFile(`${plain!.path}.gz.part`, 'half of i');
	await packed();
	// As if the plain one had not been removed yet.
	await writeFile(plain!.path, bytes);
	const index = new LogIndex(path, linesBySource);
	await index.extend();
	expect(index.lines).toBe(2000);
	await packed();
	expect((await readdir(`${path}.old`)).sort()).toEqual([`${plain!.end}.gz`, 'lines']);
});

test('keeps the time of a log for those that clean up, and what it takes', async () => {
	const path = paths.deploymentLog(old);
	await write(path, text(1, 5000), 40);
	await packed();
	const [found] = await findLogs(dirname(path), new Date(now - 30 * dayMs));
	expect(found).toMatchObject({ id: old, path });
	const [file] = await asideFiles(path);
	expect(found?.bytes).toBeGreaterThanOrEqual((await stat(file!.path)).blocks * 512);
	expect(await findLogs(dirname(path), new Date(now - 50 * dayMs))).toEqual([]);
	const log = await LogFile.open(path);
	log.write('gantry', 'more', 'gantry');
	await log.close();
	expect((await tailLog(path, 1)).end).toBe(file!.end + (await stat(path)).size);
});

test('numbers of lines outlive the files that were removed', async () => {
	const path = paths.serviceLog('shop');
	const log = await LogFile.open(path, { segmentBytes: 10_000, keep: 2 });
	for (let line = 1; line <= 1000; line++) {
		log.write('web', `line ${line} ${'.'.repeat(80)}`, 'stdout');
		if (line % 50 === 0) await log.flush();
		if (line % 400 === 0) await packed();
	}
	await log.close();
	const index = new LogIndex(path, linesBySource);
	await index.extend();
	expect(index.first).toBeGreaterThan(500);
	expect(index.lines).toBe(1000);
	const { rows } = await readPage(index, { view: 'web', from: 0, rows: 500 });
	expect(rows.length).toBe(1001 - index.first);
	for (const [number, , , , shown] of rows) expect(shown).toContain(`line ${number} `);
	const found = await searchLog(index, { find: findText('line 990 '), after: 0, signal });
	expect(found.places.map(([line]) => line)).toEqual([990]);
});
