import type { LogMatches } from '#lib/rules/log-row.ts';
import type { LogPlaces } from './log-index.ts';
import { placeOf } from './log-page.ts';
import { readStretches, type Piece } from './read-stretches.ts';
import type { Finder, Found } from './text-finder.ts';

/** Places that are answered; more nobody walks through. */
const mostPlaces = 5_000;
const longestMs = 10_000;

interface Search {
	find: Finder;
	/** Number of the last line that needs no look. */
	after: number;
	signal: AbortSignal;
	/** Milliseconds it may take. */
	within?: number;
}

/**
 * Looks through the whole log, in pieces between which others have their turn. Ends early (`isCut`) when it
 * took too long or found more than anyone walks through.
 */
export async function searchLog(
	index: LogPlaces,
	{ find, after, signal, within = longestMs }: Search
): Promise<LogMatches> {
	await index.extend();
	const deadline = performance.now() + within;
	const { id: log, lines } = index;
	const places: LogMatches['places'] = [];
	const cut = () => ({ log, lines, places: places.slice(0, mostPlaces), isCut: true });
	for await (const piece of readStretches(index, after + 1)) {
		if (signal.aborted || performance.now() > deadline) return cut();
		for (const line of linesOf(index, piece, await find(piece.bytes))) {
			const place = line > after ? placeOf(index, line) : null;
			if (place) places.push([line, place.view, place.row]);
		}
		if (places.length >= mostPlaces) return cut();
	}
	return { log, lines, places, isCut: false };
}

/** The numbers of the found lines. Counts line ends, from the last place that is known. */
function* linesOf(
	index: LogPlaces,
	{ line: first, offset, bytes }: Piece,
	{ text, starts }: Found
): Generator<number> {
	// Else characters were taken out, or some are several bytes, and no offset is one in the text.
	const isByBytes = text.length === bytes.length;
	let [line, counted] = [first, 0];
	for (const start of starts) {
		const known = isByBytes ? index.stretchAt(offset + start) : null;
		if (known && known.offset - offset > counted) {
			[line, counted] = [known.line, known.offset - offset];
		}
		for (let at = text.indexOf('\n', counted); at !== -1 && at < start; line++) {
			counted = at + 1;
			at = text.indexOf('\n', counted);
		}
		yield line;
	}
}
