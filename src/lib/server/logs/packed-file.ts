import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gunzipSync } from 'node:zlib';
import { footBytes, formBytes, readForm, type PackedForm } from './packed-form.ts';

const unpack = promisify(gunzip);
/** Blocks that are unpacked side by side. */
const mostAtOnce = 9;

/** A file of a log, open for reading: plain, or as if it were. */
export interface LogBytes {
	read(
		buffer: Buffer,
		offset: number,
		length: number,
		position: number
	): Promise<{ bytesRead: number }>;
	stat(): Promise<{ size: number; ino: number }>;
	close(): Promise<void>;
}

/** A packed file, read as the plain one it was made of: each read unpacks the blocks that it touches. */
export class PackedFile implements LogBytes {
	readonly #file: FileHandle;
	readonly #form: PackedForm;
	/** Where each block begins in the file, and the last of them ends. */
	readonly #starts: number[];
	/** Neighbouring reads mostly are of the same block. */
	#last: { block: number; bytes: Buffer } | null = null;

	private constructor(file: FileHandle, form: PackedForm) {
		this.#file = file;
		this.#form = form;
		let at = 0;
		this.#starts = [0, ...form.lengths.map((length) => (at += length))];
	}

	/** Errors: those of the disk; an Error when it is no packed log. */
	static async open(path: string): Promise<PackedFile> {
		const file = await open(path, 'r');
		try {
			const { size } = await file.stat();
			const foot = await bytesOf(file, size - footBytes, footBytes);
			const length = formBytes(foot);
			return new PackedFile(file, readForm(await bytesOf(file, size - length, length)));
		} catch (error) {
			await file.close();
			throw error;
		}
	}

	async read(
		buffer: Buffer,
		offset: number,
		length: number,
		position: number
	): Promise<{ bytesRead: number }> {
		const { size, blockBytes } = this.#form;
		const wanted = Math.max(0, Math.min(length, size - position));
		let done = 0;
		while (done < wanted) {
			const first = Math.floor((position + done) / blockBytes);
			const end = Math.ceil((position + wanted) / blockBytes);
			for (const bytes of await this.#blocks(first, Math.min(end - first, mostAtOnce))) {
				const within = (position + done) % blockBytes;
				const copied = bytes.copy(buffer, offset + done, within, within + wanted - done);
				if (copied === 0) return { bytesRead: done };
				done += copied;
			}
		}
		return { bytesRead: wanted };
	}

	/** `size`: of the plain file. */
	async stat(): Promise<{ size: number; ino: number }> {
		const { ino } = await this.#file.stat();
		return { size: this.#form.size, ino };
	}

	close(): Promise<void> {
		return this.#file.close();
	}

	async #blocks(first: number, count: number): Promise<Buffer[]> {
		const last = this.#last;
		// By default it comes in pieces of 16 KB, and each is a turn of the event loop.
		const whole = { chunkSize: this.#form.blockBytes };
		const blocks = await Promise.all(
			Array.from({ length: count }, async (_, nth) => {
				const block = first + nth;
				if (last?.block === block) return last.bytes;
				const from = this.#starts[block] ?? 0;
				const to = this.#starts[block + 1] ?? from;
				const packed = await bytesOf(this.#file, from, to - from);
				// Half a millisecond: to hand one alone to another thread takes longer.
				return count === 1 ? gunzipSync(packed, whole) : unpack(packed, whole);
			})
		);
		const bytes = blocks.at(-1);
		if (bytes) this.#last = { block: first + count - 1, bytes };
		return blocks;
	}
}

async function bytesOf(file: FileHandle, position: number, length: number): Promise<Buffer> {
	if (position < 0) throw new Error('This is no packed log.');
	const bytes = Buffer.alloc(length);
	const { bytesRead } = await file.read(bytes, 0, length, position);
	if (bytesRead < length) throw new Error('This packed log is cut off.');
	return bytes;
}
