import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rollUp } from '#lib/rules/metrics/roll-up.ts';
import type { Sample, SeriesKind } from '#lib/rules/metrics/series.ts';
import { slotStart, tiers } from '#lib/rules/metrics/tiers.ts';
import { readSlots, readTier } from '#lib/server/metrics/read-ring.ts';
import { encodeRecord, recordPosition } from '#lib/server/metrics/ring-layout.ts';

/** Keeps one series. Writing a slot twice is writing it once; a slot once left behind is rolled up. */
export class RingWriter<Kind extends SeriesKind> {
	readonly #kind: Kind;
	readonly #file: FileHandle;
	/** The newest slot of each tier. */
	readonly #newest: number[];

	private constructor(kind: Kind, file: FileHandle, newest: number[]) {
		this.#kind = kind;
		this.#file = file;
		this.#newest = newest;
	}

	static async open<Kind extends SeriesKind>(path: string, kind: Kind): Promise<RingWriter<Kind>> {
		await mkdir(dirname(path), { recursive: true });
		// Not with 'a': Linux would append every record, whatever its position.
		const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return open(path, 'w+', 0o640);
			throw error;
		});
		const newest: number[] = [];
		for (const tier of tiers) newest.push((await readTier(file, kind, tier)).at(-1)?.at ?? 0);
		return new RingWriter(kind, file, newest);
	}

	/** Errors: those of the disk. */
	async write(sample: Sample<Kind>): Promise<void> {
		await this.#put(sample, 0);
	}

	close(): Promise<void> {
		return this.#file.close();
	}

	async #put(sample: Sample<Kind>, index: number): Promise<void> {
		const tier = tiers[index];
		if (!tier) return;
		const record = encodeRecord(this.#kind, sample);
		await this.#file.write(record, 0, record.length, recordPosition(this.#kind, tier, sample.at));
		const before = this.#newest[index] ?? 0;
		this.#newest[index] = Math.max(before, sample.at);
		await this.#leave(before, sample.at, index + 1);
	}

	/** A slot of the next tier is complete once one after it has begun. */
	async #leave(before: number, now: number, index: number): Promise<void> {
		const [tier, finer] = [tiers[index], tiers[index - 1]];
		if (!tier || !finer || before === 0) return;
		const left = slotStart(before, tier.seconds);
		if (left >= slotStart(now, tier.seconds)) return;
		const parts = await readSlots(this.#file, this.#kind, {
			tier: finer,
			from: left,
			count: tier.seconds / finer.seconds
		});
		for (const sample of rollUp(this.#kind, parts, tier.seconds)) await this.#put(sample, index);
	}
}
