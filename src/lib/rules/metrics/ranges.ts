import { tiers } from './tiers.ts';

export interface Range {
	name: string;
	title: string;
	/** In words: "the last hour". */
	words: string;
	seconds: number;
	/** Resolution that is read. */
	tier: number;
	/** From point to point of a chart: never more than 180 of them. */
	step: number;
}

const hour = 3600;
const day = 24 * hour;

export const ranges = [
	{
		...{ name: '1h', title: '1 hour', words: 'the last hour', seconds: hour },
		...{ tier: tiers[0].seconds, step: 20 }
	},
	{
		...{ name: '24h', title: '24 hours', words: 'the last 24 hours', seconds: day },
		...{ tier: tiers[1].seconds, step: 480 }
	},
	{
		...{ name: '7d', title: '7 days', words: 'the last 7 days', seconds: 7 * day },
		...{ tier: tiers[2].seconds, step: hour }
	},
	{
		...{ name: '30d', title: '30 days', words: 'the last 30 days', seconds: 30 * day },
		...{ tier: tiers[2].seconds, step: 4 * hour }
	}
] as const satisfies readonly Range[];

/** The range of that name; the first for any other. */
export const rangeOf = (name: string | null): Range =>
	ranges.find((range) => range.name === name) ?? ranges[0];

/** "20 s", "8 min", "4 h": a time that is whole in its unit. */
export function spanWords(seconds: number): string {
	if (seconds < 60) return `${seconds} s`;
	return seconds < hour ? `${seconds / 60} min` : `${seconds / hour} h`;
}
