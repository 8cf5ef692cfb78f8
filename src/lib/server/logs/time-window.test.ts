import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLogFilter } from '#lib/rules/log-filter.ts';
import { readPage, readPageAround } from './log-page.ts';
import { openFilteredIndex } from './open-index.ts';
import { searchLog } from './search-log.ts';
import { shownLog } from './shown-log.ts';
import { findText } from './text-finder.ts';

const noon = Date.UTC(2026, 0, 31, 12);
const stored = (second: number) =>
	`${noon + second * 1000}\t${second % 10 === 0 ? 'e' : 'o'}\tweb\tsecond ${second} ${'.'.repeat(60)}\n`;

let path: string;
beforeEach(async () => {
	path = join(await mkdtemp(join(tmpdir(), 'gantry-window-')), 'app.log');
	await writeFile(path, Array.from({ length: 3600 }, (_, second) => stored(second)).join(''));
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

const open = (query: string) => openFilteredIndex(path, readLogFilter(new URLSearchParams(query)));
const numbers = async (query: string, { from = 0, rows = 500 } = {}) => {
	const page = await readPage(open(query), { view: '', from, rows });
	return { count: page.count, numbers: page.rows.map(([number]) => number) };
};

test('begins with the first line of a time and ends before the first of another', async () => {
	const minute = await numbers('since=2026-01-31T12:30&until=2026-01-31T12:31');
	expect(minute).toEqual({ count: 60, numbers: Array.from({ length: 60 }, (_, at) => 1801 + at) });
	expect((await numbers('since=2026-01-31T12:00:00')).count).toBe(3600);
	expect((await numbers('since=2026-01-31T12:00:00.001')).count).toBe(3599);
	expect((await numbers('until=2026-01-31T12:00:02')).numbers).toEqual([1, 2]);
	expect((await numbers('until=2026-01-31T11:00')).count).toBe(0);
	expect((await numbers('since=2026-01-31T12:59:59&stream=stdout')).numbers).toEqual([3600]);
	const errors = await numbers('since=2026-01-31T12:30&until=2026-01-31T12:31&stream=stderr');
	expect(errors.numbers).toEqual([1801, 1811, 1821, 1831, 1841, 1851]);
});

test('what is written later comes in while its time has come', async () => {
	const later = open('since=2026-01-31T13:00:10&until=2026-01-31T13:00:12');
	const count = async () => (await readPage(later, { view: '', from: 0, rows: 9 })).count;
	expect(await count()).toBe(0);
	await appendFile(path, stored(3605) + stored(3610));
	expect(await count()).toBe(1);
	await appendFile(path, stored(3611) + stored(3612) + stored(3613));
	expect(await count()).toBe(2);
	expect(later.lines).toBe(3605);
});

test('places, matches and the first page are those of the time', async () => {
	const index = open('since=2026-01-31T12:30&until=2026-01-31T12:40');
	expect(await readPageAround(index, { line: 1811, rows: 64 })).toMatchObject({ row: 10 });
	expect(await readPageAround(index, { line: 1800, rows: 64 })).toBeNull();
	const { signal } = new AbortController();
	const found = await searchLog(index, { find: findText('second 18'), after: 0, signal });
	expect(found.places.at(0)).toEqual([1801, '', 0]);
	expect(found.places).toHaveLength(100);
	const shown = await shownLog(index, new URL('http://panel/'), { isFiltered: true });
	expect(shown.rows.map(([number]) => number).at(-1)).toBe(2400);
	expect(shown.older).toBe(2400 - shown.rows.length + 1);
	const older = new URL(`http://panel/?before=${shown.older}`);
	const before = await shownLog(index, older, { isFiltered: true });
	expect(before.rows.at(-1)?.[0]).toBe((shown.older ?? 0) - 1);
	expect(before.news).toBeNull();
});

test('a filtered page begins with as many lines as one that is not', async () => {
	const { rows } = await shownLog(open('stream=stderr'), new URL('http://panel/'), {
		isFiltered: true
	});
	expect(rows).toHaveLength(120);
	expect(rows.at(-1)?.[4]).toContain('second 3590');
});
