import type { LogStream } from '#engine/spec.ts';

export interface LogLine {
	/** Milliseconds since the epoch. */
	at: number;
	stream: LogStream;
	/** The step of a deployment, or the container of a service. */
	source: string;
	/** Without its line end; may hold ANSI colours. */
	text: string;
}

/** A line and where the next one begins: the id under which a reader goes on. */
export interface PlacedLine extends LogLine {
	/** Bytes from the start of the log to the end of this line; never falls, also over rotations. */
	offset: number;
}

const streams: Record<string, LogStream> = { o: 'stdout', e: 'stderr', g: 'gantry' };
const shape = /^(\d{1,15})\t([oeg])\t([^\t]*)\t/;

/**
 * Reads "<epoch ms>\t<o|e|g>\t<source>\t<text>". A line cut off by a crash keeps its text and is
 * dated with `fallback`, so that nothing in a log is ever swallowed.
 */
export function parseLine(line: string, fallback = 0): LogLine {
	const head = shape.exec(line);
	const stream = head?.[2] && streams[head[2]];
	if (!head || !stream) return { at: fallback, stream: 'gantry', source: '', text: line };
	return { at: Number(head[1]), stream, source: head[3] ?? '', text: line.slice(head[0].length) };
}

const zero = 0x30;

/** The time alone of the line that begins there, in milliseconds; 0: it has none. */
export function timeOf(bytes: Buffer, begin: number): number {
	let time = 0;
	for (let at = begin; at < begin + 15; at++) {
		const digit = (bytes[at] ?? 0) - zero;
		if (digit < 0 || digit > 9) break;
		time = time * 10 + digit;
	}
	return time;
}
