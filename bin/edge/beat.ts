import { constants, openSync, readSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { mustRun } from '../run.ts';

/** Where a program finds the pipe to who looks after it. */
const descriptor = 3;

/** Milliseconds between two beats. */
const beatEvery = 300;

/** Milliseconds by which we may wake late; later, we were asleep ourselves and judge nobody. */
const leastLook = 100;

const stampBytes = 8;
/** As many as a pipe holds. */
const pipeBytes = 65_536;

/** The clock that all programs of a machine share and nobody sets, in milliseconds. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

/** A pipe that the program beats into. What is in it wakes nobody: it is read when it is time to judge. */
export interface Beats {
	/** For the program, as its descriptor 3. */
	fd: number;
	/** When it beat last, as it said; null: not since the last call. */
	latest: () => number | null;
}

/** Makes the pipe; nothing stays at `path`. Errors: the file system's. */
export async function openBeats(path: string): Promise<Beats> {
	await rm(path, { force: true });
	await mustRun('mkfifo', ['-m', '600', path]);
	// For both ways: to open it waits for nobody. And neither ever waits to read or write.
	const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
	await rm(path);
	const room = Buffer.alloc(pipeBytes);
	return { fd, latest: () => lastStamp(fd, room) };
}

function lastStamp(fd: number, room: Buffer): number | null {
	try {
		const bytes = readSync(fd, room);
		return bytes < stampBytes ? null : room.readDoubleLE(bytes - stampBytes);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
		throw error;
	}
}

/**
 * Tells the watchdog again and again, from the thread that does the work, that it goes on. To be asked for it and
 * answer would wake both.
 */
export function startBeating(): void {
	const stamp = Buffer.alloc(stampBytes);
	const beat = () => {
		stamp.writeDoubleLE(now());
		try {
			writeSync(descriptor, stamp);
		} catch {
			// Full: nobody looks. Or nobody gave us a pipe.
		}
	};
	// From now on it is waited for.
	beat();
	setInterval(beat, beatEvery);
}

/** Resolves only when no beat has come for `patience` milliseconds, counted from the first one on. */
export async function untilNoBeat(
	beats: Pick<Beats, 'latest'>,
	{ patience, over }: { patience: number; over: AbortSignal }
): Promise<void> {
	let last: number | null = null;
	while (!over.aborted) {
		const pause: number = last === null ? patience : Math.max(1, last + patience - now());
		const due = now() + pause;
		await delay(pause, undefined, { signal: over }).catch(() => {});
		if (over.aborted) break;
		const wasAsleep = last !== null && now() - due > leastLook;
		last = beats.latest() ?? last;
		if (last === null) continue;
		// Then it may not have had its turn, either.
		if (wasAsleep) last = Math.max(last, now() - patience + leastLook);
		if (now() - last >= patience) return;
	}
	return new Promise(() => {});
}
