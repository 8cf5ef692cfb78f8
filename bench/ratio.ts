/** Milliseconds of one run of each side, in the order they were taken. */
export interface Pairs {
	ours: number[];
	baseline: number[];
}

export interface Ratio {
	/** Median of the pairwise ratios ours / baseline. */
	median: number;
	/** The middle half of the ratios: first and third quartile. */
	spread: [number, number];
	oursMilliseconds: number;
	baselineMilliseconds: number;
	/** How far the baseline's two halves lie apart; above 0.25 the run says nothing. */
	drift: number;
}

export function quantile(values: number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (sorted.length - 1) * share;
	const low = sorted[Math.floor(at)] ?? Number.NaN;
	const high = sorted[Math.ceil(at)] ?? Number.NaN;
	return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: number[]) => quantile(values, 0.5);

/**
 * Runs both sides in turn (A B A B …), `pairs` times after one pair that is thrown away, each side
 * answering with its own milliseconds.
 */
export async function interleave(
	pairs: number,
	ours: () => Promise<number>,
	baseline: () => Promise<number>
): Promise<Pairs> {
	const result: Pairs = { ours: [], baseline: [] };
	for (let pair = 0; pair <= pairs; pair++) {
		const a = await ours();
		const b = await baseline();
		if (pair === 0) continue;
		result.ours.push(a);
		result.baseline.push(b);
	}
	return result;
}

/** Tells each run's milliseconds as they come. */
export function said(
	say: (line: string) => void,
	side: string,
	run: () => Promise<number>
): () => Promise<number> {
	return async () => {
		const milliseconds = await run();
		say(`  ${side}: ${milliseconds.toFixed(1)} ms`);
		return milliseconds;
	};
}

export function ratioOf({ ours, baseline }: Pairs): Ratio {
	const ratios = ours.map((value, index) => value / (baseline[index] ?? Number.NaN));
	const half = Math.floor(baseline.length / 2);
	const early = median(baseline.slice(0, half));
	const late = median(baseline.slice(half));
	return {
		median: median(ratios),
		spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
		oursMilliseconds: median(ours),
		baselineMilliseconds: median(baseline),
		drift: Math.abs(late - early) / Math.min(early, late)
	};
}
