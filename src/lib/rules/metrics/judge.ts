import { percentile } from './latency.ts';
import { answersOf, errorShare, latencyCounts } from './request-charts.ts';
import { together } from './roll-up.ts';
import type { Sample } from './series.ts';
import type { Measure, Threshold } from './thresholds.ts';
import { sampleSeconds } from './tiers.ts';

/** What was seen of one service, or of the machine, up to now. */
export interface Seen {
	/** Seconds since the epoch. */
	now: number;
	service?: Sample<'service'>[];
	machine?: Sample<'machine'>[];
	requests?: Sample<'requests'>[];
	/** Thousandths of a core that a service may use. */
	cpuMillis?: number;
}

/** Fewer answers say nothing of an app: one of two is no rate of errors. */
const leastAnswers = 20;
/** A gap, as when the worker is started again, takes no average away. */
const leastPart = 0.8;
/** So far below its limit it has to fall before it is well: what wavers around the limit is told once. */
const wellPart = 0.95;

function within<Of extends { at: number }>(samples: Of[] | undefined, seen: Seen, minutes: number) {
	const from = seen.now - minutes * 60;
	return (samples ?? []).filter(({ at }) => at >= from && at < seen.now);
}

function mean<Of extends { at: number }>(
	samples: Of[],
	minutes: number,
	of: (sample: Of) => number
): number | null {
	if (samples.length * sampleSeconds < minutes * 60 * leastPart) return null;
	return samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
}

/** The average over the last minutes, in the measure's unit; null: too little was seen to say one. */
export function measured(measure: Measure, seen: Seen, minutes: number): number | null {
	if (measure === 'errors' || measure === 'latency') return ofAnswers(measure, seen, minutes);
	const share = (part: number, whole: number) => (whole > 0 ? (part / whole) * 100 : 0);
	if (seen.machine) {
		return mean(within(seen.machine, seen, minutes), minutes, ({ values }) => {
			if (measure === 'cpu') return share(values.cpuMillis, values.cpuLimitMillis);
			if (measure === 'disk') return share(values.diskBytes, values.diskLimitBytes);
			return share(values.memoryBytes, values.memoryLimitBytes);
		});
	}
	return mean(within(seen.service, seen, minutes), minutes, ({ values }) =>
		measure === 'cpu' ? share(values.cpuMillis, seen.cpuMillis ?? 0) : values.fullest * 100
	);
}

function ofAnswers(measure: 'errors' | 'latency', seen: Seen, minutes: number): number | null {
	const samples = within(seen.requests, seen, minutes);
	if (samples.length === 0) return null;
	const all = together('requests', samples);
	if (answersOf(all) < leastAnswers) return null;
	if (measure === 'errors') return errorShare(all);
	return percentile(latencyCounts(all), 0.95);
}

/**
 * Whether an alarm is raised or ends. What can not be measured raises none, and ends one: the app was
 * stopped, or nobody visits it any more.
 */
export function verdict(
	value: number | null,
	{ limit }: Pick<Threshold, 'limit'>,
	isRaised: boolean
): 'raise' | 'end' | null {
	if (isRaised) return value === null || value < limit * wellPart ? 'end' : null;
	return value !== null && value > limit ? 'raise' : null;
}
