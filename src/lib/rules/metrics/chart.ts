import { byteWords } from '#engine/byte-words.ts';

export type Unit =
	'cores' | 'bytes' | 'bytes-per-second' | 'per-second' | 'milliseconds' | 'percent';

/** What a line means, and so which colour it has. */
export type Tone = 'accent' | 'brand' | 'success' | 'warn' | 'danger' | 'soft';

export interface ChartLine {
	name: string;
	tone: Tone;
	/** From the chart's start on, one a step; null: nothing is known. */
	points: (number | null)[];
}

/** Everything that a chart shows: plain data. */
export interface Chart {
	title: string;
	unit: Unit;
	/** Seconds since the epoch of the first point. */
	start: number;
	/** Seconds from point to point. */
	step: number;
	lines: ChartLine[];
	/** A line across: how much there is. */
	limit: { name: string; value: number } | null;
	/** Another: from where on somebody is told. */
	threshold: number | null;
	/** Said in the place of lines that have nothing to show. */
	empty: string | null;
}

/** To four digits: no picture shows more, and a page of charts is a third lighter. */
export const rounded = (points: readonly (number | null)[]) =>
	points.map((point) => point && Number(point.toPrecision(4)));

function shortNumber(value: number): string {
	if (value > 0 && value < 0.01) return '<0.01';
	return String(Number(value < 10 ? value.toPrecision(2) : value.toFixed(value < 100 ? 1 : 0)));
}

/** A value as people read it: "0.25 cores", "1.5 GB", "310 ms". */
export function valueWords(value: number, unit: Unit): string {
	switch (unit) {
		case 'cores':
			return `${shortNumber(value)} ${value === 1 ? 'core' : 'cores'}`;
		case 'bytes':
			return byteWords(value);
		case 'bytes-per-second':
			return `${byteWords(value)}/s`;
		case 'percent':
			return `${shortNumber(value)} %`;
		case 'per-second':
			return `${shortNumber(value)}/s`;
		case 'milliseconds':
			return value < 1_000 ? `${shortNumber(value)} ms` : `${shortNumber(value / 1_000)} s`;
	}
}

/** The same beside an axis, where there is little room. */
export const axisWords = (value: number, unit: Unit): string =>
	unit === 'cores' ? shortNumber(value) : valueWords(value, unit);

/** The least that an axis reaches, so that next to nothing does not fill the picture. */
const least: Record<Unit, number> = {
	cores: 0.1,
	bytes: 2 ** 20,
	'bytes-per-second': 2 ** 10,
	'per-second': 1,
	milliseconds: 10,
	percent: 2
};

/** The end of the axis: a round number that all points are below, and so is its half. */
export function axisEnd({
	lines,
	unit,
	limit,
	threshold
}: Pick<Chart, 'lines' | 'unit' | 'limit' | 'threshold'>): number {
	const points = lines.flatMap((line) => line.points.filter((point) => point !== null));
	const highest = Math.max(least[unit], ...points);
	// A limit far above would press everything else to the ground.
	const near = [limit?.value ?? 0, threshold ?? 0].filter((value) => value < highest * 4);
	const top = Math.max(highest, ...near);
	if (unit === 'percent' && top > 50) return 100;
	const isBinary = unit === 'bytes' || unit === 'bytes-per-second';
	const size = isBinary ? 2 ** Math.floor(Math.log2(top)) : 10 ** Math.floor(Math.log10(top));
	const steps = isBinary ? [1, 1.5, 2] : [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10];
	return size * (steps.find((step) => step * size >= top * 1.02) ?? steps.at(-1)! * 1.5);
}

/** What is so now: the last point, or the one before while nothing of it is known yet. */
export const latest = ({ points }: ChartLine): number | null =>
	points.at(-1) ?? points.at(-2) ?? null;

/** The whole chart in one sentence, for who does not see it. */
export function chartWords({ title, unit, lines, limit, threshold, empty }: Chart): string {
	if (empty !== null) return `${title}: ${empty}.`;
	const said = lines.flatMap((line) => {
		const known = line.points.filter((point) => point !== null);
		if (known.length === 0) return [];
		const now = latest(line);
		const name = lines.length > 1 ? `${line.name} ` : '';
		const nowWords = now === null ? 'now unknown' : `now ${valueWords(now, unit)}`;
		return [`${name}${nowWords}, at most ${valueWords(Math.max(...known), unit)}`];
	});
	if (said.length === 0) return `${title}: nothing is known yet.`;
	const limited = limit ? `; ${limit.name.toLowerCase()} ${valueWords(limit.value, unit)}` : '';
	const alarmed = threshold === null ? '' : `; threshold ${valueWords(threshold, unit)}`;
	return `${title}: ${said.join('; ')}${limited}${alarmed}.`;
}
