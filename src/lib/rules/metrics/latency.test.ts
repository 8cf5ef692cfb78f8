import { describe, expect, it } from 'vitest';
import { bucketEnd, bucketOf, latencyBuckets, percentile } from './latency.ts';

function countsOf(times: number[]): number[] {
	const counts = Array<number>(latencyBuckets).fill(0);
	for (const time of times) counts[bucketOf(time)]! += 1;
	return counts;
}

describe('percentile', () => {
	it('says nothing about no answers', () => {
		expect(percentile(countsOf([]), 0.5)).toBeNull();
	});

	it('is within a fifth of the true one', () => {
		const times = Array.from({ length: 1_000 }, (_, index) => 2 + index);
		for (const part of [0.5, 0.95, 0.99]) {
			const guess = percentile(countsOf(times), part) ?? 0;
			const truth = 2 + 1_000 * part;
			expect(Math.abs(guess - truth) / truth).toBeLessThan(0.2);
		}
	});

	it('does not fall with a growing share', () => {
		const counts = countsOf([0.1, 3, 3, 40, 900, 70_000]);
		const parts = [0.01, 0.25, 0.5, 0.75, 0.95, 1].map((part) => percentile(counts, part) ?? -1);
		expect(parts).toEqual([...parts].sort((a, b) => a - b));
	});
});

describe('bucketOf', () => {
	it('puts what took as long as a bucket reaches into that bucket', () => {
		for (const index of [0, 1, 7, 30]) expect(bucketOf(bucketEnd(index))).toBe(index);
	});

	it('has a place for everything', () => {
		expect(bucketOf(0)).toBe(0);
		expect(bucketOf(Number.NaN)).toBe(0);
		expect(bucketOf(1e9)).toBe(latencyBuckets - 1);
	});
});
