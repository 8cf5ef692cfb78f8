import type { AccessRow } from '#lib/rules/access-row.ts';
import { bucketOf, latencyBuckets } from '#lib/rules/metrics/latency.ts';
import type { Values } from '#lib/rules/metrics/series.ts';

/** Answers of one service, or of the whole machine. */
export interface AnswerCounts {
	/** By the hundreds of their status, from 1xx on; what never got an answer counts as 1xx. */
	statuses: number[];
	bytes: number;
	/** That all of them took together. */
	milliseconds: number;
	/** In the buckets of rules/metrics/latency.ts. */
	latency: number[];
}

export const noAnswers = (): AnswerCounts => ({
	statuses: [0, 0, 0, 0, 0],
	bytes: 0,
	milliseconds: 0,
	latency: Array<number>(latencyBuckets).fill(0)
});

/** A connection that goes on as another protocol lasts as long as its visitor stays: that is no time to answer. */
const isLasting = ({ status }: AccessRow) => status < 200;

export function count(counts: AnswerCounts, row: AccessRow): void {
	const place = Math.min(4, Math.max(0, Math.floor(row.status / 100) - 1));
	counts.statuses[place] = (counts.statuses[place] ?? 0) + 1;
	counts.bytes += row.bytes;
	if (isLasting(row)) return;
	counts.milliseconds += row.milliseconds;
	const bucket = bucketOf(row.milliseconds);
	counts.latency[bucket] = (counts.latency[bucket] ?? 0) + 1;
}

/** As a series keeps them. */
export function requestValues({ statuses, bytes, latency }: AnswerCounts): Values<'requests'> {
	const [status1 = 0, status2 = 0, status3 = 0, status4 = 0, status5 = 0] = statuses;
	return {
		...{ status1, status2, status3, status4, status5, bytes },
		...Object.fromEntries(latency.map((value, index) => [`latency${index}`, value]))
	} as Values<'requests'>;
}
