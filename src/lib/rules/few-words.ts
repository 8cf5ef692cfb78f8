const most = 120;

/** The first sentence of a message, without its full stop, cut at a word when it is long: for one line of a list. */
export function fewWords(message: string): string {
	const [line = ''] = message.trim().split('\n', 1);
	const [sentence = ''] = line.split(/\.\s+(?=\p{Lu})/u, 1);
	const words = sentence.trim().replace(/\.$/, '');
	if (words.length <= most) return words;
	return `${words.slice(0, most).replace(/\s+\S*$/, '')}…`;
}
