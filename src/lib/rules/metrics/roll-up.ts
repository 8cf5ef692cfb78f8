import { fieldsOf, type Fold, type Sample, type SeriesKind, type Values } from './series.ts';
import { slotStart } from './tiers.ts';

const folds: Record<Fold, (values: number[]) => number> = {
	mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
	max: (values) => Math.max(...values),
	sum: (values) => values.reduce((sum, value) => sum + value, 0)
};

/**
 * The samples of longer slots that these make, oldest first. A slot of which only a part was seen is
 * made of that part; one of which nothing was seen is left out.
 */
export function rollUp<Kind extends SeriesKind>(
	kind: Kind,
	samples: readonly Sample<Kind>[],
	seconds: number
): Sample<Kind>[] {
	const slots = new Map<number, Sample<Kind>[]>();
	for (const sample of samples) {
		const at = slotStart(sample.at, seconds);
		const slot = slots.get(at);
		if (slot) slot.push(sample);
		else slots.set(at, [sample]);
	}
	return [...slots]
		.sort(([a], [b]) => a - b)
		.map(([at, parts]) => ({ at, values: together(kind, parts) }));
}

/** What samples of any times, at least one, are as one. */
export function together<Kind extends SeriesKind>(
	kind: Kind,
	parts: readonly Sample<Kind>[]
): Values<Kind> {
	const valuesOf = (field: string) =>
		parts.map(({ values }) => (values as Record<string, number>)[field] ?? 0);
	return Object.fromEntries(
		fieldsOf(kind).map(([field, fold]) => [field, folds[fold](valuesOf(field))])
	) as Values<Kind>;
}
