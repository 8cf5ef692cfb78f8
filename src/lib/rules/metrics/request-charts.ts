import type { Chart, ChartLine, Tone } from './chart.ts';
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
	['Half within', 'accent', 0.5],
	['95 % within', 'brand', 0.95],
	['99 % within', 'danger', 0.99]
];

/** Counts of the buckets of rules/metrics/latency.ts. */
export const latencyCounts = (values: Requests) =>
	Array.from(
		{ length: latencyBuckets },
		(_, index) => (values as Record<string, number>)[`latency${index}`] ?? 0
	);

/** How many answers there were, of which kind, and how long they took. A step without any had none. */
export function requestCharts(steps: readonly (Requests | null)[], window: Window): Chart[] {
	const frame = { start: window.start, step: window.step, limit: null };
	const rates = classes.map(([name, tone, of]): ChartLine => ({
		name,
		tone,
		points: steps.map((values, index) => (values ? of(values) / elapsed(window, index) : 0))
	}));
	const times = parts.map(([name, tone, part]): ChartLine => ({
		name,
		tone,
		points: steps.map((values) => values && percentile(latencyCounts(values), part))
	}));
	return [
		{ ...frame, title: 'Requests', unit: 'per-second', lines: rates },
		{ ...frame, title: 'Answer time', unit: 'milliseconds', lines: times }
	];
}
