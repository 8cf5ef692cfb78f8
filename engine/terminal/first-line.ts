import type { Duplex } from 'node:stream';

const longest = 256;

/** Takes the first line off a stream, whose rest stays to be read; what came when it ended before. */
export async function firstLine(stream: Duplex, signal: AbortSignal): Promise<string> {
	let held: Buffer = Buffer.alloc(0);
	const { promise: more, resolve: wake } = Promise.withResolvers<void>();
	let next = { more, wake };
	const woken = () => {
		next.wake();
		const { promise, resolve } = Promise.withResolvers<void>();
		next = { more: promise, wake: resolve };
	};
	const events = ['readable', 'end', 'error', 'close'] as const;
	for (const event of events) stream.on(event, woken);
	signal.addEventListener('abort', woken);
	try {
		for (;;) {
			signal.throwIfAborted();
			const waiting = next.more;
			const chunk = stream.read() as Buffer | null;
			if (chunk) held = Buffer.concat([held, chunk]);
			const end = held.indexOf(0x0a);
			if (end !== -1) {
				const rest = held.subarray(end + 1);
				if (rest.length > 0) stream.unshift(rest);
				return held.subarray(0, end).toString('utf8').trim();
			}
			if (stream.readableEnded || stream.destroyed || held.length > longest) {
				return held.toString('utf8').trim();
			}
			if (!chunk) await waiting;
		}
	} finally {
		for (const event of events) stream.off(event, woken);
		signal.removeEventListener('abort', woken);
	}
}
