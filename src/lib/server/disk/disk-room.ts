import { statfs } from 'node:fs/promises';
import { diskNotice, type DiskNotice, type DiskRoom } from '#lib/rules/disk-room.ts';

/** When something could not be saved, by a clock that only goes forward. */
let failedAt = -Infinity;

/** A database of its own may be on another disk than we see: what it said counts, too. */
export function noteDiskFull(): void {
	failedAt = performance.now();
}

const keptFor = 1_000;
let known: { dataDir: string; room: Promise<DiskRoom | null>; until: number } | null = null;

/** What every page says of the disk; null when there is room, or nobody can tell. */
export async function readDiskNotice(dataDir: string): Promise<DiskNotice | null> {
	// Asked for by every page: a second's age is no loss, and many visitors cost one look.
	if (known?.dataDir !== dataDir || performance.now() >= known.until) {
		known = { dataDir, room: readRoom(dataDir), until: performance.now() + keptFor };
	}
	const room = await known.room;
	return room && diskNotice(room, performance.now() - failedAt);
}

async function readRoom(dataDir: string): Promise<DiskRoom | null> {
	const found = await statfs(dataDir).catch(() => null);
	if (!found) return null;
	const { bavail, blocks, bsize } = found;
	return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
