/** One family of the Prometheus text format, version 0.0.4. */
export interface Family {
	/** Letters, digits and underscores. */
	name: string;
	help: string;
	type: 'gauge' | 'counter' | 'histogram';
	samples: FamilySample[];
}

export interface FamilySample {
	/** After the family's name: "_bucket", "_sum", "_count" of a histogram. */
	suffix?: string;
	labels?: Record<string, string>;
	value: number;
}

const escapeHelp = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string) => escapeHelp(text).replaceAll('"', '\\"');

function number(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (Number.isFinite(value)) return String(value);
	return value > 0 ? '+Inf' : '-Inf';
}

function line(family: string, { suffix = '', labels = {}, value }: FamilySample): string {
	const inner = Object.entries(labels).map(([name, text]) => `${name}="${escapeLabel(text)}"`);
	const braces = inner.length > 0 ? `{${inner.join(',')}}` : '';
	return `${family}${suffix}${braces} ${number(value)}\n`;
}

/** The whole text; families without a sample are left out. */
export function exposition(families: readonly Family[]): string {
	return families
		.filter(({ samples }) => samples.length > 0)
		.map(({ name, help, type, samples }) => {
			const head = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`;
			return head + samples.map((sample) => line(name, sample)).join('');
		})
		.join('');
}

/**
 * A histogram's samples. `ends` are the upper ends of the buckets, rising; `counts` are not cumulative, and
 * one more than the ends: what is above them all.
 */
export function histogram(
	labels: Record<string, string>,
	{ ends, counts, sum }: { ends: readonly number[]; counts: readonly number[]; sum: number }
): FamilySample[] {
	let total = 0;
	const buckets = counts.map((count, index) => {
		total += count;
		const le = number(ends[index] ?? Infinity);
		return { suffix: '_bucket', labels: { ...labels, le }, value: total };
	});
	return [
		...buckets,
		{ suffix: '_sum', labels, value: sum },
		{ suffix: '_count', labels, value: total }
	];
}
