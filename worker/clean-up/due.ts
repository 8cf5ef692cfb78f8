import type { Disk } from '#engine/storage/port.ts';
import { lowShare, type CleanUpReason } from '#lib/rules/clean-up.ts';
import { announce, within } from '#lib/server/notifications/announce.ts';
import { latestCleanUp } from '#lib/server/clean-up/results.ts';
import type { World } from '../world.ts';

const hourMs = 3_600_000;
/** A disk that stays full in spite of it is not looked through again and again. */
const lowPauseMs = hourMs;
const nightlyPauseMs = 24 * hourMs;

/** Is it time for a clean-up by itself? Looked at every few minutes: a disk fills up within one build. */
export async function dueCleanUp({
	db,
	storage
}: Pick<World, 'db' | 'storage'>): Promise<CleanUpReason | null> {
	const disk = await storage.disk();
	const latest = await latestCleanUp(db);
	const pause = latest ? Date.now() - latest.at.getTime() : Infinity;
	const isLow = isDiskLow(disk);
	if (isLow && pause > lowPauseMs) return 'disk-low';
	return pause > nightlyPauseMs ? 'nightly' : null;
}

const isDiskLow = (disk: Disk | null) =>
	disk !== null && disk.freeBytes / disk.totalBytes < lowShare;

/** Tells who wants to know of a disk that is nearly full, every six hours at most. */
export async function tellOfLowDisk({ db, storage }: Pick<World, 'db' | 'storage'>): Promise<void> {
	const disk = await storage.disk();
	if (!disk || !isDiskLow(disk)) return;
	await db.$transaction((tx) =>
		announce(tx, {
			occasion: { kind: 'disk-low', ...disk },
			occasionId: `disk-low:${within(6)}`,
			projectId: null
		})
	);
}

/** Asks for it, if it is. */
export async function askWhenDue(world: World): Promise<void> {
	await tellOfLowDisk(world);
	const reason = await dueCleanUp(world);
	if (reason) await world.queue.add(world.db, 'clean-up', { reason }, { jobKey: 'clean-up' });
}
