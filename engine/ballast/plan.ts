import type { Space } from '../disk-space.ts';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** What is held back at most. */
export const mostBallast = 512 * mebibyte;

/** Bytes held back of a disk: on a small one a twentieth, so that the reserve is not what fills it. */
export const ballastBytes = (totalBytes: number) =>
	Math.floor(Math.min(mostBallast, totalBytes / 20));

/** Below so many free bytes the database may soon not write any more: its journal grows by 16 MB at a time. */
export const fullBelow = (totalBytes: number) => Math.min(64 * mebibyte, totalBytes / 50);

/** Beside the reserve so much must be free before it is made: builds begin only above it, too. */
const roomBeside = (totalBytes: number) => Math.min(totalBytes / 10, 5 * gibibyte);

/** What is to be done about the reserve, of which `heldBytes` are there now. */
export function planBallast(
	{ freeBytes, totalBytes }: Space,
	heldBytes: number
): 'make' | 'release' | 'leave' {
	if (heldBytes > 0) return freeBytes < fullBelow(totalBytes) ? 'release' : 'leave';
	const needed = ballastBytes(totalBytes) + roomBeside(totalBytes);
	return freeBytes >= needed ? 'make' : 'leave';
}
