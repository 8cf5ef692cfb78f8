/** Characters of a text that stand for the rest of it. */
const sample = 4096;

/**
 * Where a needle stands next, from a place on; -1: nowhere. Sought by its character that is rarest in the text:
 * one that stands in every line would stop the search in every line.
 */
export function seek(text: string, needle: string): (from: number) => number {
	const skipped = rarestOf(needle, text.slice(0, sample));
	if (skipped === 0) return (from) => text.indexOf(needle, from);
	const rest = needle.slice(skipped);
	return (from) => {
		let at = text.indexOf(rest, from + skipped);
		while (at !== -1 && !text.startsWith(needle, at - skipped)) at = text.indexOf(rest, at + 1);
		return at === -1 ? -1 : at - skipped;
	};
}

/**
 * Where a needle of ASCII stands next in whatever case, from a place on; -1: nowhere. An expression skips by the
 * needle's length, where lowering the text would first copy it and then stop at every common character.
 */
export function seekAnyCase(text: string, needle: string): (from: number) => number {
	const pattern = new RegExp(RegExp.escape(needle), 'gi');
	return (from) => {
		pattern.lastIndex = from;
		return pattern.test(text) ? pattern.lastIndex - needle.length : -1;
	};
}

/** Place in the needle of the first of its rarest characters. */
function rarestOf(needle: string, text: string): number {
	const counts = new Map<number, number>();
	for (let at = 0; at < needle.length; at++) counts.set(needle.charCodeAt(at), 0);
	for (let at = 0; at < text.length; at++) {
		const count = counts.get(text.charCodeAt(at));
		if (count !== undefined) counts.set(text.charCodeAt(at), count + 1);
	}
	let rarest = 0;
	const countAt = (at: number) => counts.get(needle.charCodeAt(at)) ?? 0;
	for (let at = 1; at < needle.length; at++) if (countAt(at) < countAt(rarest)) rarest = at;
	return rarest;
}
