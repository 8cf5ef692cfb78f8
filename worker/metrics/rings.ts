import type { Sample, SeriesKind } from '#lib/rules/metrics/series.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { RingWriter } from './ring-writer.ts';

interface OpenRing {
	writer: Promise<RingWriter<SeriesKind>>;
	/** Milliseconds since the epoch. */
	usedAt: number;
	writing: number;
}

const idleMs = 10 * 60_000;

/** All series that this worker writes, each opened when it is first needed. */
export class Rings {
	readonly #paths: Pick<DataPaths, 'metrics'>;
	readonly #clock: () => number;
	readonly #open = new Map<string, OpenRing>();

	constructor(paths: Pick<DataPaths, 'metrics'>, clock = Date.now) {
		this.#paths = paths;
		this.#clock = clock;
	}

	/** `id`: a service's, or `machineSeries`. Errors: those of the disk. */
	async write<Kind extends SeriesKind>(id: string, kind: Kind, sample: Sample<Kind>) {
		const path = this.#paths.metrics(id, kind);
		let ring = this.#open.get(path);
		if (!ring) {
			ring = { writer: RingWriter.open<SeriesKind>(path, kind), usedAt: 0, writing: 0 };
			this.#open.set(path, ring);
			ring.writer.catch(() => this.#open.delete(path));
		}
		ring.usedAt = this.#clock();
		ring.writing++;
		try {
			await (await ring.writer).write(sample);
		} finally {
			ring.writing--;
		}
	}

	/** Lets go of files that were not written for long: their service may be gone. */
	async rest(): Promise<void> {
		const before = this.#clock() - idleMs;
		for (const [path, { usedAt, writing }] of this.#open) {
			if (usedAt < before && writing === 0) await this.#close(path);
		}
	}

	/** Once nothing is written any more. */
	async close(): Promise<void> {
		for (const path of this.#open.keys()) await this.#close(path);
	}

	async #close(path: string): Promise<void> {
		const ring = this.#open.get(path);
		this.#open.delete(path);
		const writer = await ring?.writer.catch(() => null);
		await writer?.close();
	}
}
