import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Where a program finds the pipe to who looks after it. */
const descriptor = 3;

/** Milliseconds between two beats. */
const beatEvery = 300;

/** Milliseconds: were we asleep ourselves, what came meanwhile has still to be read. */
const leastLook = 100;

/**
 * Tells the watchdog again and again, from the thread that does the work, that it goes on. To be asked for it and
 * answer would wake both twice as often.
 */
export function startBeating(): void {
	const pipe = new Socket({ fd: descriptor, readable: false });
	// The watchdog is gone; another one starts a program of its own.
	pipe.on('error', () => clearInterval(beating));
	const beat = () => {
		// One that nobody reads is enough.
		if (pipe.writableLength === 0) pipe.write('.');
	};
	// From now on it is waited for.
	beat();
	const beating = setInterval(beat, beatEvery);
}

/** Resolves only when no beat has come for `patience` milliseconds, counted from the first one on. */
export async function untilNoBeat(
	beats: Readable,
	{ patience, over }: { patience: number; over: AbortSignal }
): Promise<void> {
	let last = 0;
	beats.on('error', () => {});
	beats.on('data', () => (last = performance.now()));
	await once(beats, 'data', { signal: over }).catch(() => {});
	while (!over.aborted) {
		const left = last + patience - leastLook - performance.now();
		await delay(Math.max(left, leastLook), undefined, { signal: over }).catch(() => {});
		if (left <= 0 && performance.now() - last >= patience && !over.aborted) return;
	}
	return new Promise(() => {});
}
