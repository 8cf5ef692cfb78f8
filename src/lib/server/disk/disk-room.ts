import { statfs } from 'node:fs/promises';
import { diskNotice, type DiskNotice } from '#lib/rules/disk-room.ts';

/** When something could not be saved, by a clock that only goes forward. */
let failedAt = -Infinity;

/** A database of its own may be on another disk than we see: what it said counts, too. */
export function noteDiskFull(): void {
	failedAt = performance.now();
}

/** What every page says of the disk; null when there is room, or nobody can tell. */
export async function readDiskNotice(dataDir: string): Promise<DiskNotice | null> {
	const found = await statfs(dataDir).catch(() => null);
	if (!found) return null;
	const { bavail, blocks, bsize } = found;
	const disk = { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
	return diskNotice(disk, performance.now() - failedAt);
}
