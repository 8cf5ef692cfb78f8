import { valueWords, type Unit } from './chart.ts';
import { median, nowMinutes, trendOf, type Figure, type Read, type Thresholds } from './figure.ts';
import { measured, type Seen } from './judge.ts';
import type { Values } from './series.ts';
import { pastWords, type Measure, type Place } from './thresholds.ts';

interface Shown<Of> {
	title: string;
	unit: Unit;
	of: (values: Of) => number;
	/** How much there is; null: without a limit. */
	whole: number | null;
	past: string | null;
}

/** What a person is told of a read series; `now` is the mean of the last minute. */
function figure<Kind extends 'service' | 'machine'>(
	{ samples, steps, lately, window }: Read<Kind>,
	{ title, unit, of, whole, past }: Shown<Values<Kind>>
): Figure {
	const from = window.known - nowMinutes.use * 60;
	const recent = lately.filter(({ at }) => at >= from).map(({ values }) => of(values));
	const now = recent.length > 0 ? recent.reduce((sum, one) => sum + one, 0) / recent.length : null;
	const values = samples.map((sample) => of(sample.values));
	return {
		...{ title, unit, now, past },
		share: whole && now !== null ? `${percent(now, whole)} of ${valueWords(whole, unit)}` : null,
		facts: [
			['typical', valueWords(median(values) ?? 0, unit)],
			['peak', valueWords(Math.max(0, ...values), unit)]
		],
		trend: trendOf(steps.map((step) => step && of(step)))
	};
}

const percent = (part: number, whole: number) => `${Math.round((part / whole) * 100)} %`;

/** What passed its threshold in the last minute, in words. */
function pastOf(place: Place, seen: Seen, thresholds: Thresholds) {
	return (measure: Measure) =>
		pastWords(place, measure, {
			value: measured(measure, seen, nowMinutes.use),
			threshold: thresholds.get(measure)
		});
}

const cpu = {
	...{ title: 'CPU', unit: 'cores' as const },
	of: ({ cpuMillis }: { cpuMillis: number }) => cpuMillis / 1000
};
const memory = {
	...{ title: 'Memory', unit: 'bytes' as const },
	of: ({ memoryBytes }: { memoryBytes: number }) => memoryBytes
};

/** Of a service; `cores`: how many it may use, null where nobody knows. */
export function serviceFigures(
	read: Read<'service'>,
	thresholds: Thresholds,
	cores: number | null
): Figure[] {
	const last = read.samples.at(-1)?.values;
	if (!last) return [];
	const seen: Seen = {
		...{ now: read.window.known, service: read.lately },
		cpuMillis: (cores ?? 0) * 1000
	};
	const past = pastOf('service', seen, thresholds);
	return [
		figure(read, { ...cpu, whole: cores, past: past('cpu') }),
		figure(read, { ...memory, whole: last.memoryLimitBytes, past: past('memory') }),
		figure(read, {
			...{ title: 'Disk writes', unit: 'bytes-per-second', whole: null, past: null },
			of: ({ writtenPerSecond }) => writtenPerSecond
		})
	];
}

/** Of the machine: as above, and how full its disk is. */
export function machineFigures(read: Read<'machine'>, thresholds: Thresholds): Figure[] {
	const [first, last] = [read.samples[0]?.values, read.samples.at(-1)?.values];
	if (!first || !last) return [];
	const past = pastOf('machine', { now: read.window.known, machine: read.lately }, thresholds);
	const space = figure(read, {
		...{ title: 'Disk space', unit: 'bytes', whole: last.diskLimitBytes, past: past('disk') },
		of: ({ diskBytes }) => diskBytes
	});
	return [
		figure(read, { ...cpu, whole: last.cpuLimitMillis / 1000, past: past('cpu') }),
		figure(read, { ...memory, whole: last.memoryLimitBytes, past: past('memory') }),
		{ ...space, facts: [['change', growthWords(last.diskBytes - first.diskBytes)]] }
	];
}

const growthWords = (bytes: number) =>
	`${bytes < 0 ? '−' : '+'}${valueWords(Math.abs(bytes), 'bytes')}`;
