import { latencyBuckets } from './latency.ts';

/** How several records of one field become the one of a longer time. */
export type Fold = 'mean' | 'max' | 'sum';

/** The fields of a kind of series in the order in which a record keeps them. */
export type Fields = Readonly<Record<string, Fold>>;

/** What a machine, or all containers of a service, used. Bytes, bytes a second, thousandths of a core. */
const use = {
	cpuMillis: 'mean',
	memoryBytes: 'max',
	memoryLimitBytes: 'max',
	receivedPerSecond: 'mean',
	sentPerSecond: 'mean',
	readPerSecond: 'mean',
	writtenPerSecond: 'mean'
} as const satisfies Fields;

const latency = Object.fromEntries(
	Array.from({ length: latencyBuckets }, (_, index) => [`latency${index}`, 'sum'])
) as Record<`latency${number}`, 'sum'>;

/** What is kept over time, by kind. Another order or number of fields needs another kind. */
export const series = {
	/** Of a service; `fullest`: memory of the fullest container as a share of its limit. */
	service: { ...use, containers: 'max', fullest: 'max' },
	machine: { ...use, cpuLimitMillis: 'max', diskBytes: 'max', diskLimitBytes: 'max' },
	/** Counts of answers by the hundreds of their status (1xx with what was never answered). */
	requests: {
		status1: 'sum',
		status2: 'sum',
		status3: 'sum',
		status4: 'sum',
		status5: 'sum',
		bytes: 'sum',
		...latency
	}
} as const satisfies Record<string, Fields>;

export type SeriesKind = keyof typeof series;
export type Values<Kind extends SeriesKind> = Record<keyof (typeof series)[Kind], number>;

/** What was seen in the slot that begins `at` (seconds since the epoch). */
export interface Sample<Kind extends SeriesKind = SeriesKind> {
	at: number;
	values: Values<Kind>;
}

export const fieldsOf = (kind: SeriesKind) => Object.entries<Fold>(series[kind]);
