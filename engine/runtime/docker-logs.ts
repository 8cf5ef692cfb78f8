import type { Readable } from 'node:stream';
import type { RuntimeLine } from './port.ts';

interface Frame {
	/** 1: standard output, 2: standard error. */
	kind: number;
	text: string;
}

/**
 * Docker's answer is a row of frames: stream (1 byte), 3 zero bytes, length (4 bytes), text. Takes it as it comes
 * and answers, each time, the frames that are whole by then.
 */
function frameReader(): (chunk: Buffer) => Frame[] {
	let held: Buffer = Buffer.alloc(0);
	return (chunk) => {
		held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
		const whole: Frame[] = [];
		let at = 0;
		while (held.length - at >= 8) {
			const end = at + 8 + held.readUInt32BE(at + 4);
			if (held.length < end) break;
			whole.push({ kind: held[at] ?? 1, text: held.toString('utf8', at + 8, end) });
			at = end;
		}
		held = held.subarray(at);
		return whole;
	};
}

/** Characters of a line without an end that are held back until it comes. */
const longestHeld = 256 * 1024;

/**
 * Lines with their times, those that came together at once: a turn of the event loop each would cost more than
 * reading them. A frame is one message; a message without a line end (Docker cuts at 16 KB)
 * goes on in the next frame of its stream, which carries a time of its own.
 */
export async function* logLines(source: Readable): AsyncGenerator<RuntimeLine[]> {
	const partial: Record<string, RuntimeLine | undefined> = {};
	const framesOf = frameReader();
	for await (const chunk of source as AsyncIterable<Buffer>) {
		const whole: RuntimeLine[] = [];
		for (const { kind, text: message } of framesOf(chunk)) {
			const stream = kind === 2 ? 'stderr' : 'stdout';
			const space = message.indexOf(' ');
			const piece = { time: message.slice(0, space), text: message.slice(space + 1) };
			const line = partial[stream] ?? { time: piece.time, stream, text: '' };
			const hasEnd = piece.text.endsWith('\n');
			line.text += hasEnd ? piece.text.slice(0, -1) : piece.text;
			const isWhole = hasEnd || line.text.length > longestHeld;
			partial[stream] = isWhole ? undefined : line;
			if (isWhole) whole.push(line);
		}
		if (whole.length > 0) yield whole;
	}
	const rest = Object.values(partial).filter((line) => line !== undefined);
	if (rest.length > 0) yield rest;
}

/** RFC 3339 with nanoseconds → "seconds.nanoseconds", the form the engine's API reads. */
export function unixTime(time: string): string {
	const [, whole = time, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
	return `${Math.floor(Date.parse(`${whole.replace(/Z$/, '')}Z`) / 1000)}.${fraction.padEnd(9, '0')}`;
}
