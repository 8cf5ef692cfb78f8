import { crc32 } from 'node:zlib';
import { fieldsOf, type Sample, type SeriesKind, type Values } from '#lib/rules/metrics/series.ts';
import { tiers, type Tier } from '#lib/rules/metrics/tiers.ts';

/**
 * A series is one file of fixed records, a ring for each tier after the other. A record is its slot's
 * beginning (u32), its fields (f32) and a checksum (u32). Its place follows from its time, so writing
 * it again changes nothing, nothing has to be remembered, and the file never grows beyond its rings. A
 * record that a crash tore, or that is of an earlier round, is known by its checksum and its time.
 */
const word = 4;

export const recordBytes = (kind: SeriesKind) => (2 + fieldsOf(kind).length) * word;

/** What a whole file takes at most. */
export const ringBytes = (kind: SeriesKind) =>
	tiers.reduce((sum, { slots }) => sum + slots, 0) * recordBytes(kind);

/** Where the ring of a tier begins. */
export function ringStart(kind: SeriesKind, tier: Tier): number {
	const before = tiers.slice(
		0,
		tiers.findIndex(({ seconds }) => seconds === tier.seconds)
	);
	return before.reduce((sum, { slots }) => sum + slots, 0) * recordBytes(kind);
}

/** Where the record of a slot stands in the file. */
export function recordPosition(kind: SeriesKind, tier: Tier, at: number): number {
	const slot = Math.floor(at / tier.seconds) % tier.slots;
	return ringStart(kind, tier) + slot * recordBytes(kind);
}

export function encodeRecord<Kind extends SeriesKind>(kind: Kind, sample: Sample<Kind>): Buffer {
	const record = Buffer.alloc(recordBytes(kind));
	record.writeUInt32LE(sample.at, 0);
	const values = sample.values as Record<string, number>;
	for (const [index, [field]] of fieldsOf(kind).entries()) {
		record.writeFloatLE(values[field] ?? 0, (1 + index) * word);
	}
	record.writeUInt32LE(crc32(record.subarray(0, -word)), record.length - word);
	return record;
}

/** The whole records in a part of a ring, oldest first. */
export function decodeRecords<Kind extends SeriesKind>(kind: Kind, ring: Buffer): Sample<Kind>[] {
	const size = recordBytes(kind);
	const fields = fieldsOf(kind);
	const samples: Sample<Kind>[] = [];
	for (let start = 0; start + size <= ring.length; start += size) {
		const at = ring.readUInt32LE(start);
		if (at === 0) continue;
		const end = start + size - word;
		if (crc32(ring.subarray(start, end)) !== ring.readUInt32LE(end)) continue;
		const values = Object.fromEntries(
			fields.map(([field], index) => [field, ring.readFloatLE(start + (1 + index) * word)])
		) as Values<Kind>;
		samples.push({ at, values });
	}
	return samples.sort((a, b) => a.at - b.at);
}
