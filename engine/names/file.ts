import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../durable.ts';
import type { Id } from '../spec.ts';
import { nameSnapshot } from './entry.ts';
import type { NameEntry, NameSnapshot } from './port.ts';

const fileShape = z.object({ version: z.literal(1), names: nameSnapshot });

/**
 * What the file holds; nothing when there is none. A damaged file is set aside: the reconciler fills
 * the names again within seconds, whereas a responder that refuses to start never comes back.
 */
export async function readNames(path: string): Promise<NameSnapshot> {
	try {
		return fileShape.parse(JSON.parse(await readFile(path, 'utf8'))).names;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
		if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
		await rename(path, `${path}.damaged`);
		return {};
	}
}

/**
 * Replaces the file as a whole and flushes it to the disk. Each entry's text is kept, so that a change
 * at ten thousand sites does not keep the answers waiting.
 */
export class NamesFile {
	readonly #path: string;
	#lines = new Map<Id, string>();

	constructor(path: string, snapshot: NameSnapshot) {
		this.#path = path;
		for (const [service, entry] of Object.entries(snapshot)) this.#set(this.#lines, service, entry);
	}

	/** Writes all entries with these changed; null removes one. On failure nothing has changed. */
	async write(changes: Iterable<readonly [Id, NameEntry | null]>): Promise<void> {
		const lines = new Map(this.#lines);
		for (const [service, entry] of changes) this.#set(lines, service, entry);
		await replaceFile(
			this.#path,
			`{"version":1,"names":{\n${[...lines.values()].join(',\n')}\n}}\n`,
			0o600
		);
		this.#lines = lines;
	}

	#set(lines: Map<Id, string>, service: Id, entry: NameEntry | null): void {
		if (entry) lines.set(service, `${JSON.stringify(service)}:${JSON.stringify(entry)}`);
		else lines.delete(service);
	}
}
