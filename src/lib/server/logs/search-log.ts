import type { LogMatches } from '#lib/rules/log-row.ts';
import type { LogPlaces } from './log-index.ts';
import { placeOf } from './log-page.ts';
import { openSegment, type Segment } from './segments.ts';
import type { Finder } from './text-finder.ts';

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
	const { id: log, lines, end } = index;
	const found: LogMatches = { log, lines, places: [], isCut: false };
	let segment: Segment | null = null;
	try {
		for (let stretch = index.stretch(after + 1); stretch && stretch.line < index.before;) {
			if (signal.aborted || performance.now() > deadline) return { ...found, isCut: true };
			segment = await openAt(index.path, segment, stretch.offset);
			if (!segment) break;
			const to = Math.min(stretch.end, segment.end ?? end, end);
			const bytes = await readStretch(segment, stretch.offset, to);
			collect(index, { ...(await find(bytes)), line: stretch.line, after, found });
			if (found.places.length >= mostPlaces) {
				return { ...found, places: found.places.slice(0, mostPlaces), isCut: true };
			}
			stretch = to < end ? index.stretchAt(to) : null;
		}
	} finally {
		await segment?.file.close();
	}
	return found;
}

function collect(
	index: LogPlaces,
	piece: { text: string; starts: number[]; line: number; after: number; found: LogMatches }
): void {
	const { text, starts, after, found } = piece;
	let { line } = piece;
	let counted = 0;
	for (const start of starts) {
		for (let at = text.indexOf('\n', counted); at !== -1 && at < start; line++) {
			counted = at + 1;
			at = text.indexOf('\n', counted);
		}
		const place = line > after ? placeOf(index, line) : null;
		if (place) found.places.push([line, place.view, place.row]);
	}
}

async function openAt(path: string, open: Segment | null, offset: number): Promise<Segment | null> {
	if (open && offset >= open.start && (open.end === null || offset < open.end)) return open;
	await open?.file.close();
	const segment = await openSegment(path, offset);
	if (!segment || segment.start <= offset) return segment;
	await segment.file.close();
	return null;
}

async function readStretch({ file, start }: Segment, from: number, to: number): Promise<Buffer> {
	const bytes = Buffer.allocUnsafe(Math.max(0, to - from));
	const { bytesRead } = await file.read(bytes, 0, bytes.length, from - start);
	return bytes.subarray(0, bytesRead);
}
