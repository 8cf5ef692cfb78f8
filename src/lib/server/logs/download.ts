import type { LogLine } from './parse-line.ts';
import { streamLogBatches } from './stream.ts';

/** "2026-01-31T09:30:00.000Z build  text": a log as a person reads it in an editor. */
export function readableLine({ at, source, text }: LogLine): string {
	return `${new Date(at).toISOString()} ${source.padEnd(8)} ${text}\n`;
}

/** The whole log as it is now, as plain text, read only as fast as it is taken. */
export function downloadLog(path: string, signal: AbortSignal): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const stopped = new AbortController();
	const batches = streamLogBatches(path, {
		follow: false,
		signal: AbortSignal.any([signal, stopped.signal])
	});
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await batches.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value.map(readableLine).join('')));
		},
		cancel: () => stopped.abort()
	});
}
