import { LineSplitter } from './line-splitter.ts';
import type { PlacedLine } from './parse-line.ts';
import { currentStart, openSegment, type Segment } from './segments.ts';
import { streamLogBatches } from './stream.ts';

const blockBytes = 64 * 1024;
const newline = 10;

export interface LogPage {
	lines: PlacedLine[];
	/** Where the first line begins: `before` of the page above. */
	start: number;
	/** Where the last line ends: `after` of the page below, and `from` of a stream that goes on. */
	end: number;
}

/** At most `lines` lines that begin at or follow the offset `after`. */
export async function pageAfter(
	path: string,
	{ after, lines, signal }: { after: number; lines: number; signal: AbortSignal }
): Promise<LogPage> {
	const page: PlacedLine[] = [];
	for await (const batch of streamLogBatches(path, { from: after, follow: false, signal })) {
		page.push(...batch.slice(0, lines - page.length));
		if (page.length >= lines) break;
	}
	return { lines: page, start: after, end: page.at(-1)?.offset ?? after };
}

/**
 * The last `lines` lines that end at or before the offset `before` (absent: the end of the log).
 * Read backwards in blocks, so its cost does not grow with the log.
 */
export async function pageBefore(
	path: string,
	{ before, lines }: { before?: number; lines: number }
): Promise<LogPage> {
	let limit = before ?? (await logEnd(path));
	const page: LogPage = { lines: [], start: limit, end: limit };
	while (limit > 0 && page.lines.length < lines) {
		const segment = await openSegment(path, limit - 1);
		if (!segment) break;
		try {
			if (segment.start >= limit) break;
			const part = await lastLines(segment, limit, lines - page.lines.length);
			if (page.lines.length === 0) page.end = part.end;
			page.lines.unshift(...part.lines);
			page.start = part.start;
			limit = segment.start;
		} finally {
			await segment.file.close();
		}
	}
	return page;
}

/** Bytes the log ever had: the offset after its last byte. */
export async function logEnd(path: string): Promise<number> {
	const start = await currentStart(path);
	const segment = await openSegment(path, start);
	if (!segment) return start;
	const { size } = await segment.file.stat();
	await segment.file.close();
	return segment.start + size;
}

async function lastLines(segment: Segment, limit: number, lines: number): Promise<LogPage> {
	const blocks: Buffer[] = [];
	let begin = Math.min(limit - segment.start, (await segment.file.stat()).size);
	let found = 0;
	let cut = 0;
	// One line end more than lines wanted: the one before the first of them.
	while (begin > 0 && found <= lines) {
		const length = Math.min(blockBytes, begin);
		begin -= length;
		const block = Buffer.alloc(length);
		await segment.file.read(block, 0, length, begin);
		blocks.unshift(block);
		cut = 0;
		for (let at = length; at > 0 && found <= lines;) {
			at = block.lastIndexOf(newline, at - 1);
			if (at === -1) break;
			found++;
			cut = at + 1;
		}
	}
	if (found <= lines) cut = 0;
	const start = segment.start + begin + cut;
	const splitter = new LineSplitter(start);
	const text = splitter.push(Buffer.concat(blocks).subarray(cut));
	return { lines: text, start, end: splitter.offset };
}
