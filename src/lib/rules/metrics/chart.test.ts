import { describe, expect, it } from 'vitest';
import { axisEnd, chartWords, valueWords, type Chart } from './chart.ts';
import { ranges, rangeOf } from './ranges.ts';
import { elapsed, inSteps, windowOf } from './window.ts';

const chart = (points: (number | null)[], change: Partial<Chart> = {}): Chart => ({
	...{ title: 'Memory', unit: 'bytes', start: 0, step: 10, limit: null },
	...{ threshold: null, empty: null },
	lines: [{ name: 'Used', tone: 'accent', points }],
	...change
});

describe('a chart', () => {
	it('has an axis a little above its highest point', () => {
		for (const top of [0.3, 1, 7, 99, 100, 1234, 5e6]) {
			const end = axisEnd(chart([top], { unit: 'per-second' }));
			expect(end).toBeGreaterThanOrEqual(Math.max(top, 1));
			expect(end).toBeLessThanOrEqual(Math.max(top, 1) * 2.6);
		}
	});

	it('names the middle of its axis as exactly as its end', () => {
		for (let top = 1; top < 1_000; top *= 1.07) {
			const end = axisEnd(chart([top], { unit: 'milliseconds' }));
			const [whole, half] = [end, end / 2].map((value) => valueWords(value, 'milliseconds'));
			expect(Number.parseFloat(half ?? '') * 2, `${whole}, ${half}`).toBeCloseTo(
				whole?.endsWith(' s') && half?.endsWith(' ms') ? end : Number.parseFloat(whole ?? ''),
				5
			);
		}
	});

	it('shows its limit only when the rest is still seen beside it', () => {
		const limit = { name: 'Limit', value: 512 * 2 ** 20 };
		expect(axisEnd(chart([400 * 2 ** 20], { limit }))).toBeGreaterThan(limit.value);
		expect(axisEnd(chart([20 * 2 ** 20], { limit }))).toBeLessThan(limit.value);
	});

	it('says all in a sentence', () => {
		const limit = { name: 'Limit', value: 2 ** 30 };
		expect(chartWords(chart([3 * 2 ** 20, 2 ** 20, null], { limit }))).toBe(
			'Memory: now 1 MB, at most 3 MB; limit 1 GB.'
		);
		expect(chartWords(chart([2 ** 20, null, null]))).toBe('Memory: now unknown, at most 1 MB.');
		expect(chartWords(chart([null]))).toBe('Memory: nothing is known yet.');
	});

	it('says what is allowed, and that there is nothing to say', () => {
		expect(chartWords(chart([1], { unit: 'percent', threshold: 5 }))).toBe(
			'Memory: now 1 %, at most 1 %; threshold 5 %.'
		);
		expect(chartWords(chart([0], { empty: 'No requests' }))).toBe('Memory: No requests.');
	});

	it('of shares ends at a hundred', () => {
		expect(axisEnd(chart([3], { unit: 'percent', threshold: 5 }))).toBe(6);
		expect(axisEnd(chart([80], { unit: 'percent' }))).toBe(100);
	});

	it('has words for every unit', () => {
		expect(valueWords(0.254, 'cores')).toBe('0.25 cores');
		expect(valueWords(1536, 'bytes-per-second')).toBe('1.5 KB/s');
		expect(valueWords(12.4, 'per-second')).toBe('12.4/s');
		expect(valueWords(1500, 'milliseconds')).toBe('1.5 s');
	});

	it('does not tell next to nothing to the last digit', () => {
		expect(valueWords(0.00071, 'per-second')).toBe('<0.01/s');
		expect(valueWords(0, 'per-second')).toBe('0/s');
	});
});

describe('a range', () => {
	it('never has more points than a picture shows', () => {
		for (const { seconds, step, tier } of ranges) {
			expect(seconds / step).toBeLessThanOrEqual(180);
			expect(step % tier).toBe(0);
		}
	});

	it('is the first when its name is not known', () => {
		expect(rangeOf('nonsense').name).toBe('1h');
		expect(rangeOf(null).name).toBe('1h');
	});

	it('ends with what is known last', () => {
		const window = windowOf(rangeOf('1h'), 1_800_000_037);
		expect(window.start + window.points * window.step).toBe(1_800_000_040);
		expect(elapsed(window, window.points - 1)).toBe(10);
		expect(elapsed(window, 0)).toBe(20);
		expect(inSteps('machine', [], window)).toEqual(Array(180).fill(null));
	});
});
