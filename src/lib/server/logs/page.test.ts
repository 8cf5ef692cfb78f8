import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadLog } from './download.ts';
import { pageAfter, pageBefore } from './page.ts';
import { asideFolder } from '#engine/logs/aside-files.ts';
import { tailLog } from './tail.ts';

let path: string;
const signal = new AbortController().signal;
beforeEach(async () => {
	path = join(await mkdtemp(join(tmpdir(), 'gantry-page-')), 'app.log');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

const stored = (index: number) =>
	`1700000000000\tg\tbuild\tline ${index} ${'.'.repeat(index % 300)}\n`;
const log = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => stored(from + index)).join('');
const numbers = (lines: { text: string }[]) => lines.map((line) => Number(line.text.split(' ')[1]));
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

test('a missing log has an empty tail', async () => {
	expect(await tailLog(path, 10)).toEqual({ lines: [], start: 0, end: 0 });
});

test('the tail is the last lines, over block and file borders', async () => {
	await writeFile(path, log(0, 2000));
	await mkdir(asideFolder(path));
	await rename(path, join(asideFolder(path), String((await stat(path)).size)));
	await writeFile(path, log(2000, 4000));
	for (const wanted of [1, 10, 1999, 2000, 2001, 3999, 4000, 5000]) {
		const tail = await tailLog(path, wanted);
		expect(numbers(tail.lines)).toEqual(span(Math.max(0, 4000 - wanted), 4000));
	}
});

test('a line that is still being written is not shown', async () => {
	await writeFile(path, log(0, 5) + '1700000000000\tg\tbu');
	const tail = await tailLog(path, 2);
	expect(numbers(tail.lines)).toEqual([3, 4]);
	expect(tail.end).toBe(log(0, 5).length);
});

test('pages up and down meet without a gap', async () => {
	await writeFile(path, log(0, 1000));
	const last = await tailLog(path, 100);
	const above = await pageBefore(path, { before: last.start, lines: 100 });
	expect(numbers(above.lines)).toEqual(span(800, 900));
	expect(above.end).toBe(last.start);
	const below = await pageAfter(path, { after: above.end, lines: 100, signal });
	expect(numbers(below.lines)).toEqual(span(900, 1000));
});

test('a download is readable text', async () => {
	await writeFile(path, stored(1) + stored(2));
	const text = await new Response(downloadLog(path, signal)).text();
	expect(text).toBe(
		'2023-11-14T22:13:20.000Z build    line 1 .\n2023-11-14T22:13:20.000Z build    line 2 ..\n'
	);
});
