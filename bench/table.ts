import { median, quantile, type Pairs, type Ratio } from './ratio.ts';

/** One line of the table that `npm run bench` prints. */
export interface Row {
	id: string;
	what: string;
	/** What was reached, for people: "1.21 (1.18–1.26)". */
	result: string;
	/** The mark to pass, or null for figures that are only printed. */
	mark: string | null;
	passed: boolean | null;
	/** Absolute figures beside the ratio. */
	figures: string;
}

const ms = (value: number) => `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;

/** `atMost` null: only told. */
export function ratioRow(id: string, what: string, ratio: Ratio, atMost: number | null): Row {
	const drifted = ratio.drift > 0.25;
	return {
		id,
		what,
		result: `${ratio.median.toFixed(2)} (${ratio.spread.map((value) => value.toFixed(2)).join('–')})`,
		mark: atMost === null ? null : `≤ ${atMost}`,
		passed: atMost === null ? null : !drifted && ratio.median <= atMost,
		figures:
			`${ms(ratio.oursMilliseconds)} / ${ms(ratio.baselineMilliseconds)}` +
			(drifted ? ` (baseline drifted by ${(ratio.drift * 100).toFixed(0)} %: run it again)` : '')
	};
}

/** A ratio that may be missed where the difference is no more than some milliseconds. */
export function overheadRow(
	id: string,
	what: string,
	ratio: Ratio,
	{ mark, orMilliseconds }: { mark: number; orMilliseconds: number }
): Row {
	const row = ratioRow(id, what, ratio, mark);
	const isSmall = ratio.oursMilliseconds - ratio.baselineMilliseconds <= orMilliseconds;
	return {
		...row,
		mark: `≤ ${mark} or +${orMilliseconds} ms`,
		passed: row.passed || (isSmall && ratio.drift <= 0.25)
	};
}

/** The slow end of both sides, `share` of the runs being quicker. */
export function tailRow(
	id: string,
	what: string,
	{ ours, baseline }: Pairs,
	{ share, atMost }: { share: number; atMost: number }
): Row {
	const [own, bare] = [quantile(ours, share), quantile(baseline, share)];
	return {
		id,
		what,
		result: (own / bare).toFixed(2),
		mark: `≤ ${atMost}`,
		passed: own / bare <= atMost,
		figures: `${ms(own)} / ${ms(bare)}`
	};
}

/** Milliseconds of which not one may be above the mark. */
export function limitRow(
	id: string,
	what: string,
	{ values, atMost, note }: { values: number[]; atMost: number; note: string }
): Row {
	const slowest = Math.max(...values);
	return {
		id,
		what,
		result: `${ms(median(values))} (slowest ${ms(slowest)})`,
		mark: `≤ ${atMost} ms`,
		passed: slowest <= atMost,
		figures: note
	};
}

/** Bytes of memory, which may be no more than the mark. */
export function memoryRow(
	id: string,
	what: string,
	{ bytes, atMost, note }: { bytes: number; atMost: number; note: string }
): Row {
	return {
		id,
		what,
		result: megabytes(bytes),
		mark: `≤ ${megabytes(atMost)}`,
		passed: bytes <= atMost,
		figures: note
	};
}

/** A benchmark that came to no end: the others still count. */
export function brokenRow(id: string, what: string, error: unknown): Row {
	const [figures = ''] = String(error).split('\n');
	return { id, what, result: 'broken off', mark: null, passed: false, figures };
}

export const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

export function markdownTable(rows: Row[]): string {
	const lines = rows.map(({ id, what, result, mark, passed, figures }) => {
		const verdict = passed === null ? '' : passed ? 'yes' : '**no**';
		return `| ${id} | ${what} | ${result} | ${mark ?? ''} | ${verdict} | ${figures} |`;
	});
	return [
		'| # | run | result | mark | passed | figures |',
		'|---|---|---|---|---|---|',
		...lines
	].join('\n');
}
