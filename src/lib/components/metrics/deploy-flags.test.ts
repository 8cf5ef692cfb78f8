import { expect, it } from 'vitest';
import type { Chart } from '#lib/rules/metrics/chart.ts';
import { flagsOf, leftOf } from './deploy-flags.ts';

const chart: Chart = {
	...{ title: 'Requests', unit: 'per-second', start: 1_000, step: 10, limit: null },
	...{ threshold: null, empty: null },
	lines: [{ name: '2xx', tone: 'success', points: Array<number>(11).fill(0) }]
};
const at = (seconds: number) => new Date(seconds * 1000);
const mark = (number: number, seconds: number) => ({
	...{ deploymentId: `d${number}`, number, at: at(seconds) }
});

it('stands where its time is', () => {
	expect([1_000, 1_050, 1_100].map((seconds) => leftOf(at(seconds), chart))).toEqual([0, 50, 100]);
	// Since the newest point.
	expect(leftOf(at(1_108), chart)).toBe(100);
	expect(leftOf(at(999), chart)).toBeNull();
});

it('is one for all that are close together', () => {
	const marks = [mark(9, 1_090), mark(8, 1_085), mark(7, 1_080), mark(6, 1_020), mark(5, 900)];
	const flags = flagsOf(marks, chart);
	expect(flags.map(({ left, marks }) => [left, marks.map(({ number }) => number)])).toEqual([
		[90, [9, 8, 7]],
		[20, [6]]
	]);
});
