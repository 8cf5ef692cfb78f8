/** Buckets grow by √2 from half a millisecond on: a percentile is at most a fifth off, from 0.5 ms to 23 s. */
const first = 0.5;
export const latencyBuckets = 32;

/** Upper end of a bucket in milliseconds; the last one has none. */
export const bucketEnd = (index: number) => first * 2 ** (index / 2);

/** The bucket that counts an answer that took so many milliseconds. */
export function bucketOf(milliseconds: number): number {
	if (!(milliseconds > first)) return 0;
	// A hair less: what is exactly an end must not fall over it by rounding.
	const index = Math.ceil(2 * Math.log2(milliseconds / first) - 1e-9);
	return Math.min(index, latencyBuckets - 1);
}

/**
 * Milliseconds within which the share `part` (0 to 1) of all answers came, evenly spread inside a bucket;
 * null when there were none.
 */
export function percentile(counts: readonly number[], part: number): number | null {
	const total = counts.reduce((sum, count) => sum + count, 0);
	if (total === 0) return null;
	let left = total * part;
	for (const [index, count] of counts.entries()) {
		if (count === 0 || left > count) {
			left -= count;
			continue;
		}
		const from = index === 0 ? 0 : bucketEnd(index - 1);
		return from + (bucketEnd(index) - from) * (left / count);
	}
	return bucketEnd(counts.length - 1);
}
