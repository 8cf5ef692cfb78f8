import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../error.ts';
import { byteWords } from '../../byte-words.ts';
import type { Space } from '../../disk-space.ts';
import type { Floors, Room } from './room.ts';

export interface AdmissionOptions {
	room: Room;
	floors: Floors;
	/** Removes what nobody needs any more when the disk is short; the default has nothing to remove. */
	makeRoom: (signal: AbortSignal) => Promise<void>;
	/**
	 * Milliseconds: how long a build waits for memory, how long it goes on to clean up until the disk has room,
	 * and how often it looks for either.
	 */
	patience: { memory: number; disk: number; look: number };
}

const isShort = ({ freeBytes, totalBytes }: Space, floor: (total: number) => number) =>
	freeBytes < floor(totalBytes);

const numbers = ({ freeBytes, totalBytes }: Space, floor: (total: number) => number) =>
	`${byteWords(freeBytes)} free of ${byteWords(totalBytes)}, at least ${byteWords(floor(totalBytes))} are kept free`;

/**
 * Lets a build begin once the machine has room for it: waits for memory, cleans up for disk. Errors:
 * not_enough_memory, not_enough_disk, the signal's reason.
 */
export async function admit(
	{ room, floors, makeRoom, patience }: AdmissionOptions,
	{ say, signal }: { say: (line: string) => void; signal: AbortSignal }
): Promise<void> {
	await untilMemory({ room, floors, patience }, { say, signal });
	const short = async () => (await room.disks()).find((disk) => isShort(disk, floors.disk));
	const disk = await short();
	if (!disk) return;
	say(`Little disk is left: ${numbers(disk, floors.disk)}. Cleaning up`);
	const deadline = performance.now() + patience.disk;
	let still: Space | undefined;
	for (let passes = 1; ; passes++) {
		await makeRoom(signal);
		still = await short();
		if (!still) return;
		if (performance.now() >= deadline) break;
		if (passes === 1) say('Waiting until Docker gives back what earlier builds held');
		// Engines answer before they have deleted, and let go of what a failed build held by and by; they tell
		// nobody of either.
		await wait(patience.look, undefined, { signal }).catch(() => signal.throwIfAborted());
	}
	throw new AppError(
		'not_enough_disk',
		507,
		`Not enough disk for a build: ${numbers(still, floors.disk)}`,
		{ hint: 'Remove what the server no longer needs, or give it a larger disk; then deploy again.' }
	);
}

async function untilMemory(
	{ room, floors, patience }: Omit<AdmissionOptions, 'makeRoom'>,
	{ say, signal }: { say: (line: string) => void; signal: AbortSignal }
): Promise<void> {
	const deadline = performance.now() + patience.memory;
	let isSaid = false;
	for (;;) {
		const memory = await room.memory();
		if (!memory || !isShort(memory, floors.memory)) return;
		const short = numbers(memory, floors.memory);
		if (performance.now() >= deadline) {
			throw new AppError('not_enough_memory', 503, `Not enough memory for a build: ${short}`, {
				hint: 'Stop an app that is not needed, or give the server more memory; then deploy again.'
			});
		}
		if (!isSaid) say(`Waiting for memory: ${short}`);
		isSaid = true;
		// Nothing tells when another process gives memory back.
		await wait(patience.look, undefined, { signal }).catch(() => signal.throwIfAborted());
	}
}
