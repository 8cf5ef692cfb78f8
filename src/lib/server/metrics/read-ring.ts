import { open, type FileHandle } from 'node:fs/promises';
import { rollUp } from '#lib/rules/metrics/roll-up.ts';
import type { Sample, SeriesKind } from '#lib/rules/metrics/series.ts';
import { slotStart, tiers, type Tier } from '#lib/rules/metrics/tiers.ts';
import { decodeRecords, recordBytes, recordPosition, ringStart } from './ring-layout.ts';

/** One tier of an open file; what is older than its ring is long is left out. */
export async function readTier<Kind extends SeriesKind>(
	file: FileHandle,
	kind: Kind,
	tier: Tier
): Promise<Sample<Kind>[]> {
	const ring = Buffer.alloc(tier.slots * recordBytes(kind));
	const { bytesRead } = await file.read(ring, 0, ring.length, ringStart(kind, tier));
	const samples = decodeRecords(kind, ring.subarray(0, bytesRead));
	const newest = samples.at(-1)?.at ?? 0;
	return samples.filter(({ at }) => at > newest - tier.slots * tier.seconds);
}

/** What is kept of `count` slots from `from` on, which must not go over the ring's end. */
export async function readSlots<Kind extends SeriesKind>(
	file: FileHandle,
	kind: Kind,
	{ tier, from, count }: { tier: Tier; from: number; count: number }
): Promise<Sample<Kind>[]> {
	const part = Buffer.alloc(count * recordBytes(kind));
	const position = recordPosition(kind, tier, from);
	const { bytesRead } = await file.read(part, 0, part.length, position);
	const end = from + count * tier.seconds;
	return decodeRecords(kind, part.subarray(0, bytesRead)).filter(
		({ at }) => at >= from && at < end
	);
}

/**
 * The samples of a series from `from` on (seconds since the epoch), in slots of one of the tiers, oldest
 * first. What the writer has not rolled up yet is rolled up here. A file that is missing is empty.
 */
export async function readRing<Kind extends SeriesKind>(
	path: string,
	{ kind, seconds, from }: { kind: Kind; seconds: number; from: number }
): Promise<Sample<Kind>[]> {
	const file = await openRing(path);
	if (!file) return [];
	try {
		let finer: Sample<Kind>[] = [];
		for (const tier of tiers) {
			const kept = await readTier(file, kind, tier);
			const known = new Set(kept.map(({ at }) => at));
			const missing = rollUp(kind, finer, tier.seconds).filter(({ at }) => !known.has(at));
			finer = [...kept, ...missing].sort((a, b) => a.at - b.at);
			if (tier.seconds === seconds) break;
		}
		return finer.filter(({ at }) => at >= from);
	} finally {
		await file.close();
	}
}

/** What was seen lately in the finest slots, from `from` on, oldest first. Seconds since the epoch. */
export async function readLately<Kind extends SeriesKind>(
	path: string,
	{ kind, from, until }: { kind: Kind; from: number; until: number }
): Promise<Sample<Kind>[]> {
	const [tier] = tiers;
	const file = await openRing(path);
	if (!file) return [];
	const first = slotStart(from, tier.seconds);
	const place = Math.floor(first / tier.seconds) % tier.slots;
	const count = Math.min(tier.slots, Math.ceil((until - first) / tier.seconds));
	const before = Math.min(count, tier.slots - place);
	try {
		const parts = [{ from: first, count: before }];
		// Over the end of the ring it goes on at its beginning.
		if (before < count) {
			parts.push({ from: first + before * tier.seconds, count: count - before });
		}
		const read: Sample<Kind>[] = [];
		for (const part of parts) read.push(...(await readSlots(file, kind, { tier, ...part })));
		return read;
	} finally {
		await file.close();
	}
}

/** null: nothing was written yet. */
async function openRing(path: string): Promise<FileHandle | null> {
	return open(path, 'r').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return null;
		throw error;
	});
}
