import type { Range } from '#lib/rules/metrics/ranges.ts';

const units = [
	[86_400, 'd'],
	[3_600, 'h'],
	[60, 'min']
] as const;

/** Words below a chart, from its start to now. How long ago is the same in every time zone. */
export function timeMarks({ seconds }: Range): string[] {
	const [size, unit] = units.find(([size]) => seconds > size) ?? units[2];
	const ago = [1, 2 / 3, 1 / 3].map((part) => Math.round((seconds * part) / size));
	return [...ago.map((count) => `${count} ${unit} ago`), 'now'];
}
