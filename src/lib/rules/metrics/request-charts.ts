import { rounded, type Chart, type ChartLine, type Tone } from './chart.ts';
import type { Thresholds } from './figure.ts';
import { latencyBuckets, percentile } from './latency.ts';
import type { Values } from './series.ts';
import { elapsed, type Window } from './window.ts';

type Requests = Values<'requests'>;

const classes: [name: string, tone: Tone, of: (values: Requests) => number][] = [
	['2xx', 'success', ({ status1, status2 }) => status1 + status2],
	['3xx', 'accent', ({ status3 }) => status3],
	['4xx', 'warn', ({ status4 }) => status4],
	['5xx', 'danger', ({ status5 }) => status5]
];

const parts: [name: string, tone: Tone, part: number][] = [
	['p50', 'accent', 0.5],
	['p95', 'brand', 0.95],
	['p99', 'danger', 0.99]
];

/** Counts of the buckets of rules/metrics/latency.ts. */
export const latencyCounts = (values: Requests) =>
	Array.from(
		{ length: latencyBuckets },
		(_, index) => (values as Record<string, number>)[`latency${index}`] ?? 0
	);

/** How many answers there were, of every status. */
export const answersOf = ({ status1, status2, status3, status4, status5 }: Requests) =>
	status1 + status2 + status3 + status4 + status5;

/** Of a hundred answers, how many failed; null when there were none. */
export function errorShare(values: Requests): number | null {
	const answers = answersOf(values);
	return answers === 0 ? null : (values.status5 / answers) * 100;
}

/** How many answers there were, of which kind, and how long they took. A step without any had none. */
export function requestCharts(
	steps: readonly (Requests | null)[],
	window: Window,
	thresholds: Thresholds
): Chart[] {
	const hasAny = steps.some((values) => values !== null);
	const frame = {
		...{ start: window.start, step: window.step, limit: null },
		empty: hasAny ? null : 'No requests counted'
	};
	const rates = classes.map(([name, tone, of]): ChartLine => ({
		name,
		tone,
		points: rounded(
			steps.map((values, index) => (values ? of(values) / elapsed(window, index) : 0))
		)
	}));
	const times = parts.map(([name, tone, part]): ChartLine => ({
		name,
		tone,
		points: rounded(steps.map((values) => values && percentile(latencyCounts(values), part)))
	}));
	const failed: ChartLine = {
		...{ name: '5xx', tone: 'danger' },
		points: rounded(steps.map((values) => values && errorShare(values)))
	};
	return [
		{ ...frame, title: 'Requests', unit: 'per-second', lines: rates, threshold: null },
		{
			...{ ...frame, title: 'Errors', unit: 'percent', lines: [failed] },
			threshold: thresholds.get('errors')?.limit ?? null
		},
		{
			...{ ...frame, title: 'Response time', unit: 'milliseconds', lines: times },
			threshold: thresholds.get('latency')?.limit ?? null
		}
	];
}
