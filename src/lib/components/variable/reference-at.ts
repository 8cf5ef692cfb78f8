/** A reference that is being typed: from its `${{` to the caret, or to its end when it has one. */
export interface BegunReference {
	from: number;
	to: number;
	/** What stands behind the braces. */
	typed: string;
}

/** The reference that the caret stands in; null: none. An escaped one (`$${{`) is none. */
export function referenceAt(value: string, caret: number): BegunReference | null {
	const [begun, typed = ''] = /\$\{\{[ \t]*([\w.-]*)$/.exec(value.slice(0, caret)) ?? [];
	if (begun === undefined || value[caret - begun.length - 1] === '$') return null;
	const [end = ''] = /^[\w.-]*[ \t]*\}\}/.exec(value.slice(caret)) ?? [];
	return { from: caret - begun.length, to: caret + end.length, typed };
}

const most = 12;

/** What fits what was typed: from the beginning first, then anywhere. */
export function suggestReferences(referable: readonly string[], typed: string): string[] {
	const word = typed.toLowerCase();
	const begins = referable.filter((place) => place.toLowerCase().startsWith(word));
	const holds = referable.filter((place) => place.toLowerCase().indexOf(word) > 0);
	return [...begins, ...holds].slice(0, most);
}
