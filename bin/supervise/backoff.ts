const first = 200;
const most = 5000;
const stableAfter = 10_000;

/** How long to wait before the next start, in ms: doubles from 0.2 s to 5 s, afresh once it ran well. */
export function nextDelay(previous: number | null, ranFor: number): number {
	if (previous === null || ranFor >= stableAfter) return first;
	return Math.min(previous * 2, most);
}
