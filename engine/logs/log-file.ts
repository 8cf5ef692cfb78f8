import { fstatSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogStream } from '../spec.ts';
import { asideFiles, putAside, removeAside } from './aside-files.ts';
import { formatLine } from './log-line.ts';
import { createStrike } from './strike.ts';

export interface LogFileOptions {
	/** Values to be struck from every line. */
	secrets?: readonly string[];
	/** Bytes of the growing file after which it is put aside. */
	segmentBytes?: number;
	/** Milliseconds after which it is put aside, however small. */
	segmentMs?: number;
	/** How many files that were put aside are kept. */
	keep?: number;
	clock?: () => number;
}

/** Bytes that may wait for the disk; beyond them lines are dropped and counted. */
const mostWaiting = 16 * 2 ** 20;

/**
 * An append-only log. Writing is synchronous and cheap: lines wait in memory until the disk took the
 * ones before them. A full file is renamed to `<path>.old/<end>`, `end` being the bytes of the whole
 * log so far, so that an offset in the log stays true for its readers.
 */
export class LogFile {
	readonly #path: string;
	readonly #options: Required<Omit<LogFileOptions, 'secrets'>>;
	#strike: (text: string) => string;
	#file: FileHandle;
	#size: number;
	/** Milliseconds since the epoch. */
	#begunAt: number;
	#waiting: string[] = [];
	#waitingBytes = 0;
	#dropped = 0;
	#writing: Promise<void> | null = null;

	private constructor(path: string, file: FileHandle, options: LogFileOptions) {
		const { secrets = [], segmentBytes = 32 * 2 ** 20, keep = 3, clock = Date.now } = options;
		const { segmentMs = Infinity } = options;
		this.#path = path;
		this.#file = file;
		const { size, birthtimeMs } = fstatSync(file.fd);
		this.#size = size;
		this.#begunAt = birthtimeMs;
		this.#options = { segmentBytes, segmentMs, keep, clock };
		this.#strike = createStrike(secrets);
	}

	/** Opens or makes it. A line that a killed writer left unfinished is ended first. */
	static async open(path: string, options: LogFileOptions = {}): Promise<LogFile> {
		await mkdir(dirname(path), { recursive: true });
		const log = new LogFile(path, await open(path, 'a+', 0o640), options);
		const end = Buffer.alloc(1, '\n');
		if (log.#size > 0) await log.#file.read(end, 0, 1, log.#size - 1);
		if (end[0] !== 0x0a) log.#enqueue('\n');
		return log;
	}

	/** From now on these values are struck, too. */
	set secrets(secrets: readonly string[]) {
		this.#strike = createStrike(secrets);
	}

	/** Appends a text, a line of the log for each of its own; `at` in milliseconds, now unless told. */
	write(source: string, text: string, stream: LogStream, at = this.#options.clock()): void {
		if (this.#waitingBytes > mostWaiting) {
			this.#dropped++;
			return;
		}
		if (this.#dropped > 0) {
			const note = `${this.#dropped} lines dropped: they came faster than the disk takes them`;
			this.#dropped = 0;
			this.#enqueue(formatLine({ at, stream: 'gantry', source, text: note }));
		}
		for (const line of this.#strike(text).split('\n')) {
			this.#enqueue(formatLine({ at, stream, source, text: line }));
		}
	}

	/** Resolves when everything written so far is in the file. Errors: those of the disk. */
	async flush(): Promise<void> {
		while (this.#writing) await this.#writing;
	}

	async close(): Promise<void> {
		try {
			await this.flush();
		} finally {
			await this.#file.close();
		}
	}

	#enqueue(line: string): void {
		this.#waiting.push(line);
		this.#waitingBytes += line.length;
		if (this.#writing) return;
		this.#writing = this.#drain().finally(() => (this.#writing = null));
		// Whoever flushes hears of a failure; a full disk must not end the worker.
		this.#writing.catch(() => {});
	}

	async #drain(): Promise<void> {
		// One turn of the event loop gathers what is written together.
		await new Promise((resolve) => setImmediate(resolve));
		while (this.#waiting.length > 0) {
			const bytes = Buffer.from(this.#waiting.join(''));
			this.#waiting = [];
			this.#waitingBytes = 0;
			await this.#file.appendFile(bytes);
			this.#size += bytes.length;
			const { segmentBytes, segmentMs, clock } = this.#options;
			const isFull = this.#size > segmentBytes || clock() - this.#begunAt > segmentMs;
			if (isFull) await this.#putAside();
		}
	}

	async #putAside(): Promise<void> {
		await putAside(this.#path);
		const next = await open(this.#path, 'a', 0o640);
		await this.#file.close();
		this.#file = next;
		this.#size = 0;
		this.#begunAt = this.#options.clock();
		const tooMany = (await asideFiles(this.#path)).slice(0, -this.#options.keep);
		for (const { end } of tooMany) await removeAside(this.#path, end);
	}
}
