import type { Id } from '../spec.ts';
import { NamesFile, readNames } from './file.ts';
import type { NameEntry, NameSnapshot } from './port.ts';
import { emptyEntry, NameTable } from './table.ts';

/** One change as plain data; null removes the entry. */
export interface NameChange {
	service: Id;
	change: Partial<NameEntry> | null;
}

interface Waiting {
	changes: NameChange[];
	done: () => void;
	failed: (error: unknown) => void;
}

/**
 * The table and its file. A change counts only when the file holds it: it is written first, then
 * answered with, then acknowledged. Changes that come while a write runs share the next one.
 */
export class NameStore {
	readonly table: NameTable;
	readonly #file: NamesFile;
	#waiting: Waiting[] = [];
	#writing = false;

	constructor(path: string, snapshot: NameSnapshot) {
		this.table = new NameTable(snapshot);
		this.#file = new NamesFile(path, snapshot);
	}

	static async open(path: string): Promise<NameStore> {
		return new NameStore(path, await readNames(path));
	}

	/** Rejects with the file system's error, and then nothing has changed. */
	change(changes: NameChange[]): Promise<void> {
		return new Promise((done, failed) => {
			this.#waiting.push({ changes, done, failed });
			if (!this.#writing) void this.#writeAll();
		});
	}

	replace(snapshot: NameSnapshot): Promise<void> {
		const gone = Object.keys(this.table.snapshot()).filter((service) => !(service in snapshot));
		return this.change([
			...gone.map((service) => ({ service, change: null })),
			...Object.entries(snapshot).map(([service, change]) => ({ service, change }))
		]);
	}

	async #writeAll(): Promise<void> {
		this.#writing = true;
		while (this.#waiting.length > 0) {
			const batch = this.#waiting.splice(0);
			const entries = this.#results(batch.flatMap(({ changes }) => changes));
			try {
				await this.#file.write(entries);
				for (const [service, entry] of entries) this.table.put(service, entry);
				for (const { done } of batch) done();
			} catch (error) {
				for (const { failed } of batch) failed(error);
			}
		}
		this.#writing = false;
	}

	/** Several changes of one entry build on each other. */
	#results(changes: NameChange[]): Map<Id, NameEntry | null> {
		const results = new Map<Id, NameEntry | null>();
		for (const { service, change } of changes) {
			const known = results.get(service);
			const before = known === undefined ? this.table.entry(service) : known;
			results.set(service, change && { ...(before ?? emptyEntry), ...change });
		}
		return results;
	}
}
