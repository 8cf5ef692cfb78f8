import { slotStart } from '#lib/rules/metrics/tiers.ts';
import { FileWatch } from '../logs/watch.ts';
import type { SseChannel } from '../sse.ts';

/** Tells a browser that a series has a new point, at most one a `step` (seconds), when its file is written. */
export async function sendTicks(
	{ send, signal }: SseChannel,
	{ path, step, clock = Date.now }: { path: string; step: number; clock?: () => number }
): Promise<void> {
	const now = () => slotStart(clock() / 1000, step);
	let told = now();
	while (!signal.aborted) {
		// A new watch each time: the file may have come, or gone and come again.
		const watch = new FileWatch(path, signal);
		try {
			await watch.next();
		} finally {
			watch.close();
		}
		if (signal.aborted || now() === told) continue;
		told = now();
		await send({ text: String(told) });
	}
}
