import type { Sample, SeriesKind } from '#lib/rules/metrics/series.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { RingWriter } from './ring-writer.ts';

/** All series that this worker writes, each opened when it is first needed. */
export class Rings {
	readonly #paths: DataPaths;
	readonly #open = new Map<string, Promise<RingWriter<SeriesKind>>>();

	constructor(paths: DataPaths) {
		this.#paths = paths;
	}

	/** `id`: a service's, or `machineSeries`. Errors: those of the disk. */
	async write<Kind extends SeriesKind>(id: string, kind: Kind, sample: Sample<Kind>) {
		const key = `${id}/${kind}`;
		let writer = this.#open.get(key);
		if (!writer) {
			writer = RingWriter.open<SeriesKind>(this.#paths.metrics(id, kind), kind);
			this.#open.set(key, writer);
			writer.catch(() => this.#open.delete(key));
		}
		await (await writer).write(sample);
	}

	/** Lets go of a file that is not written any more. */
	forget(id: string, kind: SeriesKind): Promise<void> {
		return this.#close(`${id}/${kind}`);
	}

	async close(): Promise<void> {
		await Promise.all([...this.#open.keys()].map((key) => this.#close(key)));
	}

	async #close(key: string): Promise<void> {
		const writer = await this.#open.get(key)?.catch(() => null);
		this.#open.delete(key);
		await writer?.close();
	}
}
