import type { LogLine, PlacedLine } from './parse-line.ts';
import { streamLogBatches } from './stream.ts';

/** "2026-01-31T09:30:00.000Z build  text": a log as a person reads it in an editor. */
export function readableLine({ at, source, text }: LogLine): string {
	return `${new Date(at).toISOString()} ${source.padEnd(8)} ${text}\n`;
}

/** The whole log as it is now, as plain text. */
export const downloadLog = (path: string, signal: AbortSignal): ReadableStream<Uint8Array> =>
	writeLog(path, { write: (lines) => lines.map(readableLine).join(''), signal });

interface Written {
	/** Stands before the first line. */
	head?: string;
	write: (lines: PlacedLine[]) => string;
	signal: AbortSignal;
}

/** A log as it is now, written in another form, read only as fast as it is taken. */
export function writeLog(
	path: string,
	{ head, write, signal }: Written
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const stopped = new AbortController();
	const batches = streamLogBatches(path, {
		follow: false,
		signal: AbortSignal.any([signal, stopped.signal])
	});
	return new ReadableStream({
		start(controller) {
			if (head !== undefined) controller.enqueue(encoder.encode(head));
		},
		async pull(controller) {
			const { done, value } = await batches.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(write(value)));
		},
		cancel: () => stopped.abort()
	});
}
