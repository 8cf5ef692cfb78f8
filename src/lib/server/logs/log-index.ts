import { randomUUID } from 'node:crypto';
import { linesUpTo } from '#engine/logs/aside-files.ts';
import type { LineSort } from './line-sort.ts';
import { currentStart, openSegment, type Segment } from './segments.ts';
import { lastAtMost, type Rows, Selection } from './selection.ts';
import { timeOf } from './parse-line.ts';
import { wholeLines } from './whole-lines.ts';

const newline = 10;
/** A place is noted about every so many bytes: what must be read to find a line. */
const blockBytes = 16 * 1024;
/** Of a megabyte V8 would keep the text outside of its heap, and clear it away twice as slowly. */
const stretchBlocks = 32;

/** A piece of a log that is searched at once. */
export interface Stretch {
	/** Number of its first line, which begins at `offset`. */
	line: number;
	offset: number;
	/** Where the next one begins, should they be in the same file. */
	end: number;
}

/** What rows, search and stream of a log are read by. */
export interface LogPlaces {
	/** Another one after the log was replaced: rows and numbers of before mean nothing any more. */
	readonly id: string;
	readonly path: string;
	/** Number of the oldest line that was kept when it was first read. */
	readonly first: number;
	/** Number of the last line. */
	readonly lines: number;
	/** Lines from this number on are in no view. */
	readonly before: number;
	/** Offset after the last line. */
	readonly end: number;
	/** Offset at which the file begins that grows now. */
	readonly growingFrom: number;
	/** The views that have a line, by name. */
	readonly views: ReadonlyMap<string, Rows>;
	/** Reads what was written before the call; those who ask at once share one reading. */
	extend(): Promise<void>;
	/** A place at or before a line, not far from it. */
	placeBefore(line: number): { line: number; offset: number };
	/** A piece of the log with the line in it, or with the first that counts; null: there is no such line. */
	stretch(line: number): Stretch | null;
	/** The piece of the log that begins at an offset where another one, or a file, ended. */
	stretchAt(offset: number): Stretch | null;
}

/**
 * Where the lines of one log are, and into which views they are sorted. Lines are numbered from 1. Reads
 * each byte of the log once; `extend` goes on where it ended.
 */
export class LogIndex implements LogPlaces {
	id = '';
	first = 1;
	lines = 0;
	readonly before = Infinity;
	end = 0;
	growingFrom = 0;
	readonly path: string;
	readonly #sort: LineSort;
	#views = new Map<string, Selection>();
	/** A line about every `blockBytes`: its number, its offset, and the latest time so far (milliseconds). */
	#blocks: { lines: number[]; offsets: number[]; times: number[] } = noBlocks();
	#now: Promise<void> | null = null;
	#next: Promise<void> | null = null;

	constructor(path: string, sort: LineSort) {
		this.path = path;
		this.#sort = sort;
		this.#reset(0, 0);
	}

	/** Ascending lines of each. */
	get views(): ReadonlyMap<string, Selection> {
		return this.#views;
	}

	extend(): Promise<void> {
		if (!this.#now) {
			this.#now = this.#read().finally(() => (this.#now = null));
			return this.#now;
		}
		// What is under way may have passed what this caller means.
		this.#next ??= this.#now
			.catch(() => {})
			.then(() => {
				this.#next = null;
				return this.extend();
			});
		return this.#next;
	}

	placeBefore(line: number): { line: number; offset: number } {
		const { lines, offsets } = this.#blocks;
		const at = Math.max(0, lastAtMost(lines, line));
		return { line: lines[at] ?? this.first, offset: offsets[at] ?? 0 };
	}

	/** Number of a line that was written before a time (milliseconds), not far from the first that was not. */
	lineBefore(time: number): number {
		const { lines, times } = this.#blocks;
		return lines[Math.max(0, lastAtMost(times, time - 1))] ?? this.first;
	}

	stretch(line: number): Stretch | null {
		const block = Math.max(0, lastAtMost(this.#blocks.lines, line));
		return line > this.lines ? null : this.#stretch(block);
	}

	stretchAt(offset: number): Stretch | null {
		return offset >= this.end ? null : this.#stretch(lastAtMost(this.#blocks.offsets, offset));
	}

	#stretch(block: number): Stretch | null {
		const { lines, offsets } = this.#blocks;
		const [line, offset] = [lines[block], offsets[block]];
		if (line === undefined || offset === undefined) return null;
		return { line, offset, end: offsets[block + stretchBlocks] ?? this.end };
	}

	async #read(): Promise<void> {
		for (;;) {
			const segment = await openSegment(this.path, this.end);
			if (!segment) {
				this.growingFrom = await currentStart(this.path);
				if (this.end > this.growingFrom) this.#reset(0, 0);
				if (this.end === this.growingFrom) return;
				continue;
			}
			try {
				const { size } = await segment.file.stat();
				const isLost = segment.start > this.end || this.end > segment.start + size;
				if (isLost) this.#reset(segment.start, await linesUpTo(this.path, segment.start));
				await this.#readSegment(segment);
				if (segment.end === null) {
					this.growingFrom = segment.start;
					return;
				}
				this.end = segment.end;
			} finally {
				await segment.file.close();
			}
		}
	}

	async #readSegment({ file, start }: Segment): Promise<void> {
		const sort = this.#sort();
		const { lines, offsets, times } = this.#blocks;
		// Every file begins with a noted place: the one before it may be removed.
		let noted = this.end > start ? (offsets.at(-1) ?? -blockBytes) : -blockBytes;
		for await (const { bytes, at } of wholeLines(file, this.end - start)) {
			for (let begin = 0; begin < bytes.length;) {
				const end = bytes.indexOf(newline, begin);
				const offset = start + at + begin;
				this.lines++;
				if (offset - noted >= blockBytes) {
					lines.push(this.lines);
					offsets.push(offset);
					times.push(Math.max(times.at(-1) ?? 0, timeOf(bytes, begin)));
					noted = offset;
				}
				const view = sort(bytes, begin, end);
				if (view !== null) this.#viewOf(view).add(this.lines);
				begin = end + 1;
			}
			this.end = start + at + bytes.length;
		}
	}

	#viewOf(name: string): Selection {
		const known = this.#views.get(name);
		if (known) return known;
		const view = new Selection();
		this.#views.set(name, view);
		return view;
	}

	#reset(offset: number, lines: number): void {
		this.id = randomUUID().slice(0, 8);
		this.first = lines + 1;
		this.lines = lines;
		this.end = offset;
		this.growingFrom = offset;
		this.#views = new Map();
		this.#blocks = noBlocks();
	}
}

const noBlocks = () => ({ lines: [], offsets: [], times: [] });
