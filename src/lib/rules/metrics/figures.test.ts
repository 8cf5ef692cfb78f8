import { describe, expect, it } from 'vitest';
import { median, trendOf, type Figure, type Read } from './figure.ts';
import { bucketOf } from './latency.ts';
import { rangeOf } from './ranges.ts';
import { requestFigures } from './request-figures.ts';
import { fieldsOf, type Sample, type SeriesKind, type Values } from './series.ts';
import { thresholdsOf } from './thresholds.ts';
import { machineFigures, serviceFigures } from './use-figures.ts';
import { inSteps, windowOf } from './window.ts';

const range = rangeOf('1h');
const window = windowOf(range, 1_800_000_002);
const { known } = window;
const megabyte = 2 ** 20;
const defaults = thresholdsOf('service', {});

/** The last `count` slots of ten seconds; `nth` 0 is the newest. */
function read<Kind extends SeriesKind>(
	kind: Kind,
	count: number,
	of: (nth: number) => Partial<Values<Kind>>
): Read<Kind> {
	const nothing = Object.fromEntries(fieldsOf(kind).map(([field]) => [field, 0]));
	const samples = Array.from({ length: count }, (_, nth): Sample<Kind> => ({
		at: known - (nth + 1) * 10,
		values: { ...nothing, ...of(nth) } as Values<Kind>
	})).reverse();
	const lately = samples.filter(({ at }) => at >= known - 300);
	return { range, window, samples, lately, steps: inSteps(kind, samples, window) };
}

/** So many answers, each after so many milliseconds. */
const answers = (count: number, milliseconds: number, status: 2 | 5 = 2) => ({
	[`status${status}`]: count,
	[`latency${bucketOf(milliseconds)}`]: count
});

const named = (figures: Figure[]) => Object.fromEntries(figures.map((one) => [one.title, one]));

describe('figures of requests', () => {
	it('tell the last minute, and of the range all and its busiest slot', () => {
		const quietNow = read('requests', 300, (nth) => answers(nth < 6 ? 20 : 50, 40));
		const { Requests } = named(requestFigures(quietNow, defaults));
		expect(Requests).toMatchObject({
			now: 2,
			facts: [
				['in all', '14,820'],
				['peak', '5/s']
			]
		});
	});

	it('count what failed among all, and say when that is too much', () => {
		const failing = read('requests', 100, (nth) => ({
			...answers(18, 40),
			status5: nth < 30 ? 2 : 0
		}));
		const { Errors } = named(requestFigures(failing, defaults));
		expect(Errors).toMatchObject({
			now: 10,
			past: 'Above 5 %',
			facts: [
				['in all', '3.2 %'],
				['failed', '60']
			]
		});
	});

	it('call one failure of two no rate that anybody has to know', () => {
		const rare = read('requests', 2, (nth) => answers(1, 40, nth === 0 ? 5 : 2));
		expect(named(requestFigures(rare, defaults))['Errors']).toMatchObject({ now: 50, past: null });
	});

	it('tell within which time 95 of 100 answers came', () => {
		const slowAtTimes = read('requests', 300, (nth) => answers(10, nth % 10 === 9 ? 900 : 30));
		const { 'Response time': time } = named(requestFigures(slowAtTimes, defaults));
		expect(time?.now).toBeGreaterThan(700);
		expect(time?.share).toBe('p95');
		expect(
			named(
				requestFigures(
					read('requests', 60, () => answers(10, 30)),
					defaults
				)
			)
		).toHaveProperty('Response time.now', expect.closeTo(31.6, 0));
	});

	it('know nothing of errors and times where nobody asked', () => {
		const figures = requestFigures(
			read('requests', 0, () => ({})),
			defaults
		);
		expect(figures.map(({ now }) => now)).toEqual([0, null, null]);
		expect(figures.map(({ facts }) => facts.length)).toEqual([2, 0, 0]);
	});
});

describe('figures of what is used', () => {
	const leaking = read('service', 200, (nth) => ({
		...{ cpuMillis: nth < 6 ? 475 : 100, containers: 1 },
		...{ memoryBytes: (nth < 6 ? 480 : 256) * megabyte, memoryLimitBytes: 512 * megabyte },
		fullest: (nth < 6 ? 480 : 256) / 512
	}));

	it('stand beside their limits, and say when they are near', () => {
		const { CPU, Memory } = named(serviceFigures(leaking, defaults, 0.5));
		expect(CPU).toMatchObject({
			now: expect.closeTo(0.475),
			share: '95 % of 0.5 cores',
			past: 'Above 90 %'
		});
		expect(Memory).toMatchObject({
			...{ now: 480 * megabyte, share: '94 % of 512 MB', past: 'Above 90 %' },
			facts: [
				['typical', '256 MB'],
				['peak', '480 MB']
			]
		});
	});

	it('have no share of a limit that nobody knows', () => {
		const { CPU } = named(serviceFigures(leaking, defaults, null));
		expect(CPU).toMatchObject({ share: null, past: null });
	});

	it('pass no threshold that is off', () => {
		const off = thresholdsOf('service', { cpu: null, memory: null });
		const pasts = serviceFigures(leaking, off, 0.5).map(({ past }) => past);
		expect(pasts).toEqual([null, null, null]);
	});

	it('are unknown now when nothing was read lately, and left out when nothing ever was', () => {
		const stopped = { ...leaking, lately: [] };
		expect(named(serviceFigures(stopped, defaults, 0.5))['CPU']).toMatchObject({
			...{ now: null, share: null, past: null }
		});
		expect(
			serviceFigures(
				read('service', 0, () => ({})),
				defaults,
				1
			)
		).toEqual([]);
	});

	it('of the machine tell how its disk fills up', () => {
		const filling = read('machine', 10, (nth) => ({
			...{ cpuLimitMillis: 4000, memoryLimitBytes: 8 },
			...{ diskBytes: (90 - nth) * megabyte, diskLimitBytes: 100 * megabyte }
		}));
		const { 'Disk space': space } = named(machineFigures(filling, thresholdsOf('machine', {})));
		expect(space).toMatchObject({
			...{ share: '88 % of 100 MB', past: 'Above 85 %', facts: [['change', '+9 MB']] }
		});
	});
});

it('takes the middle of many values', () => {
	expect([median([]), median([3]), median([9, 1, 2])]).toEqual([null, 3, 2]);
});

it('draws a trend with a point for several, and keeps gaps', () => {
	const points = Array.from({ length: 180 }, (_, index) => (index < 90 ? null : index % 6));
	expect(trendOf(points)).toEqual([...Array<null>(15).fill(null), ...Array<number>(15).fill(2.5)]);
	expect(trendOf([1, null, 3])).toEqual([1, null, 3]);
});
