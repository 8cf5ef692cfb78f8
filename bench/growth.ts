import type { Row } from './table.ts';

/** What something costs at two sizes. */
export interface Growth {
	/** How many there are of what grows. */
	from: number;
	to: number;
	/** The cost at each of them, in the same unit. */
	few: number;
	many: number;
}

/** The power of the size that the cost grows with: 0 is flat, 1 is linear. */
export function growthExponent({ from, to, few, many }: Growth): number {
	return Math.log(many / few) / Math.log(to / from);
}

/** How the cost grew, against how far it may. */
export function growthRow(
	id: string,
	what: string,
	growth: Growth,
	{ atMost, unit = 'ms' }: { atMost: number; unit?: string }
): Row {
	const { few, many, from, to } = growth;
	const times = many / few;
	const said = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
	const numbers = `${to.toLocaleString('en')} / ${from.toLocaleString('en')}`;
	return {
		id,
		what: `${what}: ${numbers}`,
		result: `× ${times.toFixed(2)} (exponent ${growthExponent(growth).toFixed(2)})`,
		mark: `≤ × ${atMost}`,
		passed: times <= atMost,
		figures: `${said(many)} / ${said(few)}`
	};
}
