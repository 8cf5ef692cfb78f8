import type { TextRange } from '#lib/rules/text-range.ts';
import type { Span } from './ansi.ts';

export interface MarkedSpan extends Span {
	/** It is, or is a part of, what is looked for. */
	isMatch: boolean;
}

/** Cuts styled pieces of a line where a match begins or ends; `ranges`, ascending, count over all their text. */
export function markSpans(spans: readonly Span[], ranges: readonly TextRange[]): MarkedSpan[] {
	const marked: MarkedSpan[] = [];
	let next = 0;
	let before = 0;
	for (const span of spans) {
		const end = before + span.text.length;
		for (let at = before; at < end;) {
			while (next < ranges.length && ranges[next]![1] <= at) next++;
			const [from, to] = ranges[next] ?? [end, end];
			const isMatch = from <= at;
			const cut = Math.min(end, isMatch ? to : from);
			marked.push({ ...span, text: span.text.slice(at - before, cut - before), isMatch });
			at = cut;
		}
		before = end;
	}
	return marked;
}

/** The text of all pieces. */
export const textOf = (spans: readonly Span[]) => spans.map(({ text }) => text).join('');
