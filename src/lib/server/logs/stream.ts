import { LineSplitter } from './line-splitter.ts';
import type { PlacedLine } from './parse-line.ts';
import { currentStart, isCurrent, openSegment, type Segment } from './segments.ts';
import { FileWatch } from './watch.ts';

const chunkBytes = 64 * 1024;

export interface StreamOptions {
	/** The offset of the last line that was seen; 0: from the start. */
	from?: number;
	/** false: ends at the end of what is there now. */
	follow?: boolean;
	signal: AbortSignal;
}

/**
 * Every line of a log from `from` on, then each new one as it is written, until `signal` aborts or
 * the log is removed. The file need not exist yet. Lines that rotation has removed are marked by
 * one line of ours.
 */
export async function* streamLog(path: string, options: StreamOptions): AsyncGenerator<PlacedLine> {
	for await (const lines of streamLogBatches(path, options)) yield* lines;
}

/** The same, as many lines at a time as one read gave. */
export async function* streamLogBatches(
	path: string,
	{ from = 0, follow = true, signal }: StreamOptions
): AsyncGenerator<PlacedLine[]> {
	let position = await knownPosition(path, from);
	while (!signal.aborted) {
		const segment = await openSegment(path, position);
		if (!segment) {
			if (!follow) return;
			await appearance(path, position, signal);
			continue;
		}
		try {
			if (segment.start > position) yield [gap(segment.start - position, segment.start)];
			const begin = await lineStart(segment, Math.max(position, segment.start));
			const splitter = new LineSplitter(begin);
			yield* readSegment(segment, splitter, follow, signal);
			if (signal.aborted) return;
			const rest = splitter.end();
			if (rest.length > 0 && (segment.end !== null || follow)) yield rest;
			position = splitter.offset;
		} finally {
			await segment.file.close();
		}
		if (!follow && segment.end === null) return;
		if (follow && segment.end === null && (await currentStart(path)) <= segment.start) return;
	}
}

/** An offset past the end belongs to a log that is gone: the new one is read from its start. */
async function knownPosition(path: string, from: number): Promise<number> {
	if (!Number.isSafeInteger(from) || from <= 0) return 0;
	const segment = await openSegment(path, from);
	if (!segment) return from > (await currentStart(path)) ? 0 : from;
	const size = (await segment.file.stat()).size;
	await segment.file.close();
	return from > segment.start + size ? 0 : from;
}

/** Reads until the file is complete: rotated away, removed, or (not following) at its end. */
async function* readSegment(
	segment: Segment,
	splitter: LineSplitter,
	follow: boolean,
	signal: AbortSignal
): AsyncGenerator<PlacedLine[]> {
	const buffer = Buffer.allocUnsafe(chunkBytes);
	const watch = follow && segment.end === null ? new FileWatch(segment.path, signal) : null;
	let position = splitter.offset - segment.start;
	let complete = watch === null;
	try {
		while (!signal.aborted) {
			const { bytesRead } = await segment.file.read(buffer, 0, chunkBytes, position);
			position += bytesRead;
			if (bytesRead > 0) {
				const lines = splitter.push(buffer.subarray(0, bytesRead));
				if (lines.length > 0) yield lines;
			} else if (complete) {
				return;
			} else if (await isCurrent(segment)) {
				await watch?.next();
			} else {
				// Its writer has moved on: one more look finds what came before that.
				complete = true;
			}
		}
	} finally {
		watch?.close();
	}
}

/** A position inside a line is moved to the start of the next one. */
async function lineStart({ file, start }: Segment, position: number): Promise<number> {
	if (position <= start) return start;
	const buffer = Buffer.allocUnsafe(chunkBytes);
	for (let at = position - 1 - start; ;) {
		const { bytesRead } = await file.read(buffer, 0, chunkBytes, at);
		if (bytesRead === 0) return start + at;
		const newline = buffer.subarray(0, bytesRead).indexOf(10);
		if (newline !== -1) return start + at + newline + 1;
		at += bytesRead;
	}
}

async function appearance(path: string, position: number, signal: AbortSignal): Promise<void> {
	const watch = new FileWatch(path, signal);
	try {
		const segment = await openSegment(path, position);
		if (segment) await segment.file.close();
		else await watch.next();
	} finally {
		watch.close();
	}
}

function gap(bytes: number, offset: number): PlacedLine {
	const text = `… ${bytes} bytes of older lines were removed`;
	return { at: 0, stream: 'gantry', source: '', text, offset };
}
