/** Finds the lines of a piece of a log that hold something: calls back with where each of them begins. */
export type Finder = (bytes: Buffer) => Found;

export interface Found {
	/** The piece as it was searched: its line ends are the log's. */
	text: string;
	/** Where in `text` the found lines begin, ascending. */
	starts: number[];
}

const escape = '\u001b';
// eslint-disable-next-line no-control-regex -- the colours that a line may hold
const colours = /\u001b\[[\d;:]*m/g;
// eslint-disable-next-line no-control-regex -- what has no other form in UTF-8
const ascii = /^[\u0000-\u007f]*$/;

/**
 * Finds words in whatever case, in what a reader sees: colours are passed over, and what was overwritten
 * after a carriage return. Linear in the bytes.
 */
export function findText(words: string): Finder {
	const needle = words.toLowerCase().replaceAll('\n', ' ');
	// One byte a character is decoded and lowered far quicker.
	const encoding = ascii.test(needle) ? 'latin1' : 'utf8';
	return (bytes) => {
		const decoded = bytes.toString(encoding).toLowerCase();
		const text = decoded.includes(escape) ? decoded.replace(colours, '') : decoded;
		return { text, starts: startsOf(text, needle) };
	};
}

function startsOf(text: string, needle: string): number[] {
	const starts: number[] = [];
	for (let at = text.indexOf(needle); at !== -1;) {
		const start = text.lastIndexOf('\n', at) + 1;
		const shown = shownFrom(text, start);
		if (at < shown) at = text.indexOf(needle, shown);
		else {
			starts.push(start);
			const end = text.indexOf('\n', at);
			at = end === -1 ? -1 : text.indexOf(needle, end);
		}
	}
	return starts;
}

/** Where the shown text of the stored line begins that starts at `start`. */
function shownFrom(text: string, start: number): number {
	const time = text.indexOf('\t', start);
	const source = time === -1 ? -1 : text.indexOf('\t', time + 3);
	const from = source === -1 ? start : source + 1;
	const end = text.indexOf('\n', from);
	const line = text.slice(from, end === -1 ? text.length : end);
	return line.includes('\r') ? from + line.trimEnd().lastIndexOf('\r') + 1 : from;
}
