/** Somebody else's words as a sentence of a page: begun with a capital, ended with a point. */
export function asSentence(words: string): string {
	const trimmed = words.trim();
	if (trimmed === '') return '';
	const begun = /^[a-z]+( |$)/.test(trimmed)
		? trimmed[0]?.toUpperCase() + trimmed.slice(1)
		: trimmed;
	return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
