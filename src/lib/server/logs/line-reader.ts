import type { PackedRow } from '#lib/rules/log-row.ts';
import type { LogPlaces } from './log-index.ts';
import { parseLine } from './parse-line.ts';
import { openSegment, type Segment } from './segments.ts';
import { wholeLines } from './whole-lines.ts';

const newline = 10;
const chunkBytes = 32 * 1024;

/** Reads lines of a log by their numbers, each file opened once while they ascend. */
export class LineReader {
	readonly #index: LogPlaces;
	#segment: Segment | null = null;

	constructor(index: LogPlaces) {
		this.#index = index;
	}

	/** `count` lines from number `first` on. One that rotation has removed says so. */
	async read(first: number, count: number): Promise<PackedRow[]> {
		const rows: PackedRow[] = [];
		while (rows.length < count) {
			const wanted = first + rows.length;
			const { line, offset } = this.#index.placeBefore(wanted);
			const segment = await this.#open(offset);
			if (!segment || segment.start > offset) {
				rows.push([wanted, 0, 'gantry', '', '… this line was removed with old ones']);
				continue;
			}
			const before = rows.length;
			await this.#readOn(segment, { line, offset, wanted, rows, count });
			if (rows.length === before) break;
		}
		return rows;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#segment?.file.close();
	}

	async #readOn(
		{ file, start }: Segment,
		go: { line: number; offset: number; wanted: number; rows: PackedRow[]; count: number }
	): Promise<void> {
		const { rows, count, wanted } = go;
		let { line } = go;
		for await (const { bytes } of wholeLines(file, go.offset - start, chunkBytes)) {
			for (let begin = 0; begin < bytes.length; line++) {
				const end = bytes.indexOf(newline, begin);
				if (line >= wanted) {
					const { at, stream, source, text } = parseLine(bytes.toString('utf8', begin, end));
					rows.push([line, at, stream, source, text]);
					if (rows.length >= count) return;
				}
				begin = end + 1;
			}
		}
	}

	async #open(offset: number): Promise<Segment | null> {
		const open = this.#segment;
		if (open && offset >= open.start && (open.end === null || offset < open.end)) return open;
		await open?.file.close();
		return (this.#segment = await openSegment(this.#index.path, offset));
	}
}
