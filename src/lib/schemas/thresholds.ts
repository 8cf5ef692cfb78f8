import { z } from 'zod';
import {
	longestMinutes,
	measuresOf,
	type ChosenThresholds,
	type Measure,
	type MeasureRule,
	type Place
} from '#lib/rules/metrics/thresholds.ts';
import { wholeNumber } from './fields.ts';

const minutes = wholeNumber(1, longestMinutes, `Give whole minutes from 1 to ${longestMinutes}.`);
const limits = {
	percent: wholeNumber(1, 100, 'Give whole per cents from 1 to 100.'),
	milliseconds: wholeNumber(1, 600_000, 'Give whole milliseconds from 1 to 600000.')
};

/** PUT …/thresholds/{measure}: what is left out is as it is by default, or as proposed where the default is off. */
export function thresholdRequest({ unit, proposed }: MeasureRule) {
	return z.strictObject({
		limit: limits[unit].default(proposed.limit),
		minutes: minutes.default(proposed.minutes)
	});
}

/** As the form sends them: all of them, the checkbox of each, its limit and its minutes. */
export function thresholdsForm(place: Place) {
	const rows = measuresOf(place);
	const shape = Object.fromEntries(
		rows.flatMap(([measure, { unit }]) => [
			[`${measure}On`, z.literal('on').optional()],
			[`${measure}Limit`, limits[unit]],
			[`${measure}Minutes`, minutes]
		])
	);
	return z.strictObject(shape).transform((fields): ChosenThresholds => {
		const given = fields as Record<string, string | number | undefined>;
		const chosen = ([measure]: [Measure, unknown]) => [
			measure,
			given[`${measure}On`] === 'on'
				? { limit: given[`${measure}Limit`], minutes: given[`${measure}Minutes`] }
				: null
		];
		return Object.fromEntries(rows.map(chosen)) as ChosenThresholds;
	});
}
