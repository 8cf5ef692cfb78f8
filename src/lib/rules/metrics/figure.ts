import { rounded, type Unit } from './chart.ts';
import type { Range } from './ranges.ts';
import type { Sample, SeriesKind, Values } from './series.ts';
import type { Measure, Threshold } from './thresholds.ts';
import type { Window } from './window.ts';

/** One number of the summary: as it is now, and what it was in the range. */
export interface Figure {
	title: string;
	unit: Unit;
	/** null: nothing is known of the last minutes. */
	now: number | null;
	/** Of how much: "93 % of 512 MB". */
	share: string | null;
	/** Of the range: "typical", "0.2 cores". */
	facts: [name: string, words: string][];
	/** "Above 90 %", when its threshold is passed now. */
	past: string | null;
	/** Over the range, in fewer points than a chart. */
	trend: (number | null)[];
}

/** A range that ends now, and its points. */
export interface Frame {
	range: Range;
	window: Window;
}

/** What was read for it of one kind of series. */
export interface Read<Kind extends SeriesKind> extends Frame {
	/** Over the range, in slots of its tier. */
	samples: Sample<Kind>[];
	/** The same in the steps of the charts. */
	steps: (Values<Kind> | null)[];
	/** Of the last minutes, in the finest slots. */
	lately: Sample<Kind>[];
}

export type Thresholds = ReadonlyMap<Measure, Threshold>;

/** What "now" means: of answers somewhat longer, for there may be few. */
export const nowMinutes = { use: 1, answers: 5 };

/** The value that half of the others are below. */
export function median(values: readonly number[]): number | null {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const trendPoints = 30;

/** A trend's points: each the mean of what is known of its part. */
export function trendOf(points: readonly (number | null)[]): (number | null)[] {
	const size = Math.max(1, Math.ceil(points.length / trendPoints));
	const means = Array.from({ length: Math.ceil(points.length / size) }, (_, nth) => {
		const known = points.slice(nth * size, (nth + 1) * size).filter((point) => point !== null);
		return known.length > 0 ? known.reduce((sum, point) => sum + point, 0) / known.length : null;
	});
	return rounded(means);
}
