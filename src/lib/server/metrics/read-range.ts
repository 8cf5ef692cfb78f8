import { nowMinutes, type Frame, type Read } from '#lib/rules/metrics/figure.ts';
import { rangeOf } from '#lib/rules/metrics/ranges.ts';
import type { SeriesKind } from '#lib/rules/metrics/series.ts';
import { inSteps, windowOf } from '#lib/rules/metrics/window.ts';
import type { Context } from '../context.ts';
import { readLately, readRing } from './read-ring.ts';

/** A range by its name, as it is now. */
export function frameNow({ clock }: Context, name: string | null): Frame {
	const range = rangeOf(name);
	return { range, window: windowOf(range, clock().getTime() / 1000) };
}

/** All that is shown of one series. */
export async function readRange<Kind extends SeriesKind>(
	path: string,
	kind: Kind,
	{ range, window }: Frame
): Promise<Read<Kind>> {
	const { start: from, known: until } = window;
	const [written, lately] = await Promise.all([
		readRing(path, { kind, seconds: range.tier, from }),
		readLately(path, { kind, from: until - nowMinutes.answers * 60, until })
	]);
	const samples = written.filter(({ at }) => at < until);
	return { range, window, samples, lately, steps: inSteps(kind, samples, window) };
}
