import { expect, test } from 'vitest';
import { brokenRow, limitRow, markdownTable, ratioRow } from './table.ts';

const ratio = {
	median: 1.25,
	spread: [1.2, 1.31] as [number, number],
	oursMilliseconds: 512.4,
	baselineMilliseconds: 410,
	drift: 0.1
};

test('a ratio within its mark passes, with its spread and the absolute figures', () => {
	const row = ratioRow('B5', 'push to live', ratio, 1.3);
	expect(row).toMatchObject({ result: '1.25 (1.20–1.31)', passed: true });
	expect(row.figures).toBe('512 ms / 410 ms');
});

test('a ratio whose baseline drifted says nothing, however good it is', () => {
	const row = ratioRow('B5', 'push to live', { ...ratio, drift: 0.3 }, 1.3);
	expect(row.passed).toBe(false);
	expect(row.figures).toContain('baseline drifted by 30 %');
});

test('a limit holds for the slowest', () => {
	const given = { values: [3, 21, 4], atMost: 20, note: '' };
	expect(limitRow('B7', 'lag', given)).toMatchObject({
		result: '4.0 ms (slowest 21.0 ms)',
		passed: false
	});
});

test('the table marks what was missed, and leaves open what has no mark', () => {
	const row = { ...ratioRow('B5', 'push', ratio, 1.2), figures: '' };
	const free = { ...row, id: 'B14', mark: null, passed: null };
	expect(markdownTable([row, free]).split('\n').slice(2)).toEqual([
		'| B5 | push | 1.25 (1.20–1.31) | ≤ 1.2 | **no** |  |',
		'| B14 | push | 1.25 (1.20–1.31) |  |  |  |'
	]);
});

test('a benchmark that broke off has missed its mark, and says why in one line', () => {
	const row = brokenRow('B5', 'push to live', new Error('The app has no container.\nNone at all.'));
	expect(row).toMatchObject({ passed: false, figures: 'Error: The app has no container.' });
});
