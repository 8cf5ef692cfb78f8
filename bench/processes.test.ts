import { expect, test } from 'vitest';
import { familyOf, readKilobytes, readStat, ticksSince, type Process } from './processes.ts';

test('reads parent and CPU time behind a name with brackets and spaces', () => {
	const stat = '42 (a (b) c) S 7 42 42 0 -1 4194304 100 0 0 0 30 12 0 0 20 0 1 0 12345 0 0';
	expect(readStat(stat)).toEqual({ parent: 7, ticks: 42 });
});

test('reads resident and proportional memory in bytes', () => {
	const rollup = 'Rss:            2048 kB\nPss:            1000 kB\nPss_Dirty:       1 kB\n';
	expect(readKilobytes(rollup, 'Rss')).toBe(2048 * 1024);
	expect(readKilobytes(rollup, 'Pss')).toBe(1000 * 1024);
});

const process = (pid: number, parent: number, ticks = 0): Process => ({
	pid,
	parent,
	command: '',
	program: null,
	ticks,
	resident: 0,
	proportional: 0
});

test('finds a process with all that came from it', () => {
	const all = [process(1, 0), process(2, 1), process(3, 2), process(4, 1), process(5, 9)];
	expect(familyOf(all, 2).map(({ pid }) => pid)).toEqual([2, 3]);
	expect(familyOf(all, 1).map(({ pid }) => pid)).toEqual([1, 2, 3, 4]);
});

test('a process that ended meanwhile takes nothing away from the others', () => {
	const before = [process(1, 0, 100), process(2, 1, 500)];
	expect(ticksSince(before, [process(1, 0, 103), process(3, 1, 2)])).toBe(5);
});
