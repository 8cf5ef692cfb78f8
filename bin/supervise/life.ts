import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { within } from '#engine/within.ts';

export interface Timing {
	/** How long a start may take before the program counts as hanging. */
	startMs: number;
	/** Between two questions while it starts, and once it runs. */
	startEveryMs: number;
	everyMs: number;
	/** How long each answer may take. */
	answerMs: number;
	/** So many silent ones in a row: it hangs. Infinity: once it has answered it is not asked again. */
	misses: number;
}

export const usualTiming: Timing = {
	startMs: 120_000,
	startEveryMs: 20,
	everyMs: 10_000,
	answerMs: 5000,
	misses: 2
};

/** Resolves when the program does its work; throws while it does not. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/**
 * Asks a program again and again whether it lives. Returns 'hangs' when it never began to answer or
 * no longer does, 'ended' when `ended` aborted first.
 */
export async function watchLife(
	probe: Probe,
	{ timing, ended, onReady }: { timing: Timing; ended: AbortSignal; onReady: () => void }
): Promise<'ended' | 'hangs'> {
	const deadline = performance.now() + timing.startMs;
	let misses = 0;
	let answered = false;
	while (!ended.aborted) {
		try {
			await within(timing.answerMs, ended, probe);
			misses = 0;
			if (!answered) onReady();
			answered = true;
			if (timing.misses === Infinity && !ended.aborted) await once(ended, 'abort');
		} catch {
			misses += 1;
			if (answered ? misses >= timing.misses : performance.now() > deadline) {
				return ended.aborted ? 'ended' : 'hangs';
			}
		}
		const pause = answered ? timing.everyMs : timing.startEveryMs;
		await wait(pause, null, { signal: ended }).catch(() => {});
	}
	return 'ended';
}
