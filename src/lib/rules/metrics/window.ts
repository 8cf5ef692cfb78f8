import type { Range } from './ranges.ts';
import { rollUp } from './roll-up.ts';
import type { Sample, SeriesKind, Values } from './series.ts';
import { sampleSeconds, slotStart } from './tiers.ts';

/** The points of a chart that ends now. Seconds since the epoch. */
export interface Window {
	start: number;
	step: number;
	points: number;
	/** Up to here all is written down. */
	known: number;
}

/** What belongs to a slot may come a moment after its end. */
const lateSeconds = 2;

export function windowOf({ seconds, step }: Range, now: number): Window {
	const known = slotStart(now - lateSeconds, sampleSeconds);
	const last = slotStart(known - 1, step);
	const points = Math.floor(seconds / step);
	return { start: last - (points - 1) * step, step, points, known };
}

/** What was seen in each step of the window; null where nothing was. */
export function inSteps<Kind extends SeriesKind>(
	kind: Kind,
	samples: readonly Sample<Kind>[],
	{ start, step, points, known: upTo }: Window
): (Values<Kind> | null)[] {
	const known = samples.filter(({ at }) => at < upTo);
	const seen = new Map(rollUp(kind, known, step).map(({ at, values }) => [at, values]));
	return Array.from({ length: points }, (_, index) => seen.get(start + index * step) ?? null);
}

/** How many seconds of a step are known: a count is divided by that. */
export function elapsed({ start, step, known }: Window, index: number): number {
	return Math.min(step, Math.max(sampleSeconds, known - (start + index * step)));
}
