import { valueWords } from './chart.ts';
import { nowMinutes, trendOf, type Figure, type Read, type Thresholds } from './figure.ts';
import { measured } from './judge.ts';
import { percentile } from './latency.ts';
import { answersOf, errorShare, latencyCounts } from './request-charts.ts';
import { together } from './roll-up.ts';
import type { Sample, Values } from './series.ts';
import { pastWords } from './thresholds.ts';
import { elapsed } from './window.ts';

const allOf = (samples: Sample<'requests'>[]): Values<'requests'> | null =>
	samples.length > 0 ? together('requests', samples) : null;

const slowest = (values: Values<'requests'> | null) =>
	values && percentile(latencyCounts(values), 0.95);

/** How many requests there were, how many of them failed, and how long 95 % of them took at most. */
export function requestFigures(read: Read<'requests'>, thresholds: Thresholds): Figure[] {
	const { samples, steps, lately, window, range } = read;
	const of = (minutes: number) => lately.filter(({ at }) => at >= window.known - minutes * 60);
	const minute = allOf(of(nowMinutes.use));
	const recent = allOf(of(nowMinutes.answers));
	const all = allOf(samples);
	const rates = samples.map(({ values }) => answersOf(values) / range.tier);
	const times = samples.flatMap(({ values }) => slowest(values) ?? []);
	const past = (measure: 'errors' | 'latency') => {
		const value = measured(measure, { now: window.known, requests: lately }, nowMinutes.answers);
		return pastWords('service', measure, { value, threshold: thresholds.get(measure) });
	};
	const inMilliseconds = (value: number | null) => valueWords(value ?? 0, 'milliseconds');
	return [
		{
			...{ title: 'Requests', unit: 'per-second', share: null, past: null },
			now: (minute ? answersOf(minute) : 0) / (nowMinutes.use * 60),
			facts: [
				['in all', (all ? answersOf(all) : 0).toLocaleString('en')],
				['peak', valueWords(Math.max(0, ...rates), 'per-second')]
			],
			trend: trendOf(
				steps.map((values, index) => (values ? answersOf(values) / elapsed(window, index) : 0))
			)
		},
		{
			...{ title: 'Errors', unit: 'percent', share: null, past: past('errors') },
			now: recent && errorShare(recent),
			facts: all
				? [
						['in all', valueWords(errorShare(all) ?? 0, 'percent')],
						['failed', all.status5.toLocaleString('en')]
					]
				: [],
			trend: trendOf(steps.map((values) => values && errorShare(values)))
		},
		{
			...{ title: 'Response time', unit: 'milliseconds', past: past('latency') },
			now: slowest(recent),
			share: 'p95',
			facts: all
				? [
						['typical', inMilliseconds(slowest(all))],
						['peak', inMilliseconds(Math.max(0, ...times))]
					]
				: [],
			trend: trendOf(steps.map(slowest))
		}
	];
}
