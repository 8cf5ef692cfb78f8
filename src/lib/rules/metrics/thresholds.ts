import { z } from 'zod';

/** What is allowed, in per cent or milliseconds, on average over so many minutes. */
export interface Threshold {
	limit: number;
	minutes: number;
}

export interface MeasureRule {
	title: string;
	about: string;
	unit: 'percent' | 'milliseconds';
	/** Unless something else is chosen; null: off. */
	usual: Threshold | null;
	/** Filled in where somebody switches it on. */
	proposed: Threshold;
}

export type Place = 'service' | 'machine';
export type Measure = 'cpu' | 'memory' | 'disk' | 'errors' | 'latency';

const on = (limit: number, minutes: number) => ({
	usual: { limit, minutes },
	proposed: { limit, minutes }
});

const measures: Record<Place, Partial<Record<Measure, MeasureRule>>> = {
	service: {
		cpu: {
			...{
				title: 'CPU',
				about: 'Of its limit; without one, of the server.',
				unit: 'percent'
			},
			...on(90, 15)
		},
		memory: {
			...{ title: 'Memory', about: 'Of its limit, of the fullest container.', unit: 'percent' },
			...on(90, 10)
		},
		errors: {
			...{ title: 'Errors', about: 'Answers with a status of 500 and above.', unit: 'percent' },
			...on(5, 5)
		},
		latency: {
			...{ title: 'Response time', about: 'Within which 95 % of the answers come.' },
			...{ unit: 'milliseconds', usual: null, proposed: { limit: 2_000, minutes: 10 } }
		}
	},
	machine: {
		cpu: { title: 'CPU', about: 'Of all cores.', unit: 'percent', ...on(90, 15) },
		memory: {
			...{ title: 'Memory', about: 'Without what the system would give up.', unit: 'percent' },
			...on(90, 10)
		},
		disk: { title: 'Disk', about: 'The one with Gantry’s data.', unit: 'percent', ...on(85, 10) }
	}
};

export const longestMinutes = 60;

/** What can be measured there, in the order in which it is shown. */
export const measuresOf = (place: Place) =>
	Object.entries(measures[place]) as [Measure, MeasureRule][];

/** undefined: nothing of that name is measured there. */
export const ruleOf = (place: Place, measure: string): MeasureRule | undefined =>
	measuresOf(place).find(([name]) => name === measure)?.[1];

const threshold = z.object({
	limit: z.number().positive(),
	minutes: z.int().min(1).max(longestMinutes)
});
const chosenShape = z.record(z.string(), threshold.nullable().catch(null)).catch({});

/** What a person chose over the defaults, by measure; null: off. */
export type ChosenThresholds = Partial<Record<Measure, Threshold | null>>;

/** "CPU 95 % for 10 min, Disk off": choices as people read them. */
export const choiceWords = (place: Place, chosen: ChosenThresholds): string[] =>
	measuresOf(place).flatMap(([measure, { title }]) => {
		const choice = chosen[measure];
		if (choice === undefined) return [];
		if (choice === null) return [`${title} off`];
		return [`${title} ${measureWords(place, measure, choice.limit)} for ${choice.minutes} min`];
	});

/** From how it is kept; what is damaged is as if nothing had been chosen. */
export const readChosen = (kept: unknown): ChosenThresholds => chosenShape.parse(kept);

/** What holds: the choice, else the default. Those that are off are left out. */
export function thresholdsOf(place: Place, kept: unknown): Map<Measure, Threshold> {
	const chosen = readChosen(kept);
	return new Map(
		measuresOf(place).flatMap(([measure, { usual }]) => {
			const choice = chosen[measure];
			const holds = choice === undefined ? usual : choice;
			return holds ? [[measure, holds] as const] : [];
		})
	);
}

/** "97 %", "2.4 s": a value of a measure as people read it. */
export function measureWords(place: Place, measure: Measure, value: number): string {
	if (ruleOf(place, measure)?.unit !== 'milliseconds') return `${Number(value.toFixed(1))} %`;
	return value < 1_000 ? `${Math.round(value)} ms` : `${Number((value / 1_000).toFixed(1))} s`;
}

/** "Above 90 %", when a value is; null when it is not, or when nobody knows. */
export function pastWords(
	place: Place,
	measure: Measure,
	{ value, threshold }: { value: number | null; threshold: Threshold | undefined }
): string | null {
	if (value === null || !threshold || value <= threshold.limit) return null;
	return `Above ${measureWords(place, measure, threshold.limit)}`;
}
