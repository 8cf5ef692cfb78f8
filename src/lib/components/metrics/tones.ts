import type { Tone } from '#lib/rules/metrics/chart.ts';

/** Whole class names, which is what the styles are made from. */
export const strokes: Record<Tone, string> = {
	accent: 'stroke-accent',
	brand: 'stroke-brand',
	success: 'stroke-success',
	warn: 'stroke-warn',
	danger: 'stroke-danger',
	soft: 'stroke-soft'
};

/** Lines are told apart without their colours, too. */
export const dashes = [undefined, '7 3', '2 3', '9 3 2 3'];

/** Of the line above which somebody is told. */
export const thresholdDash = '4 3';

export const fills: Record<Tone, string> = {
	accent: 'fill-accent',
	brand: 'fill-brand',
	success: 'fill-success',
	warn: 'fill-warn',
	danger: 'fill-danger',
	soft: 'fill-soft'
};
