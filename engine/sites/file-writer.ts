import { createHash } from 'node:crypto';
import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contentTime } from './content-time.ts';

/** Files up to this size are taken whole and written beside each other. */
const small = 256 * 1024;
const atOnce = 16;

/** Writes files below one folder, each with the time that its content gives it. */
export class FileWriter {
	readonly #root: string;
	readonly #folders = new Set<string>();
	readonly #running = new Set<Promise<void>>();
	#failure: unknown = null;

	constructor(root: string) {
		this.#root = root;
	}

	/** Resolves when `content` has been read; small files may still be on their way to the disk. */
	async write(path: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void> {
		if (this.#failure) throw this.#failure;
		const target = await this.place(path);
		if (size > small) return writeLarge(target, content);
		const chunks: Uint8Array[] = [];
		for await (const chunk of content) chunks.push(chunk);
		const writing: Promise<void> = writeSmall(target, Buffer.concat(chunks))
			.catch((error: unknown) => void (this.#failure ??= error))
			.finally(() => this.#running.delete(writing));
		this.#running.add(writing);
		if (this.#running.size >= atOnce) await Promise.race(this.#running);
	}

	/** Where a file of that path belongs; its folder is made. */
	async place(path: string): Promise<string> {
		const target = join(this.#root, path);
		const folder = dirname(target);
		if (!this.#folders.has(folder)) {
			await mkdir(folder, { recursive: true, mode: 0o755 });
			this.#folders.add(folder);
		}
		return target;
	}

	/** Waits for what is still on its way. Errors: those of the file system. */
	async settle(): Promise<void> {
		await Promise.all(this.#running);
		if (this.#failure) throw this.#failure;
	}
}

async function writeSmall(path: string, content: Buffer): Promise<void> {
	const file = await open(path, 'w', 0o644);
	try {
		await file.writeFile(content);
		await setTime(file, createHash('sha256').update(content).digest());
	} finally {
		await file.close();
	}
}

async function writeLarge(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
	const file = await open(path, 'w', 0o644);
	const hash = createHash('sha256');
	try {
		for await (const chunk of content) {
			hash.update(chunk);
			await writeFile(file, chunk);
		}
		await setTime(file, hash.digest());
	} finally {
		await file.close();
	}
}

async function setTime(file: FileHandle, sha256: Buffer): Promise<void> {
	const seconds = contentTime(sha256);
	await file.utimes(seconds, seconds);
}
