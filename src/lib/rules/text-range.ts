/** A part of a text: where it begins, and where what follows it begins. */
export type TextRange = [start: number, end: number];

/** Every place where some words stand in a text, at most `most` of them. */
export function rangesOf(
	text: string,
	words: string,
	{ isExact, most }: { isExact: boolean; most: number }
): TextRange[] {
	const ranges: TextRange[] = [];
	if (words === '') return ranges;
	const [where, what] = isExact ? [text, words] : [lowered(text), words.toLowerCase()];
	for (let at = where.indexOf(what); at !== -1 && ranges.length < most;) {
		ranges.push([at, at + what.length]);
		at = where.indexOf(what, at + what.length);
	}
	return ranges;
}

/** Some letters have more than one small form's length: then capitals count, so that places stay true. */
function lowered(text: string): string {
	const small = text.toLowerCase();
	return small.length === text.length ? small : text;
}
