import { parseLine, type PlacedLine } from './parse-line.ts';

const newline = 10;
/** What is kept of one line; the rest of it is passed over, so that memory stays bounded. */
export const longestLine = 256 * 1024;

/** Cuts a log's bytes into lines, wherever the chunks end. */
export class LineSplitter {
	#rest: Buffer[] = [];
	#restBytes = 0;
	#offset: number;
	#at = 0;

	/** `offset`: where in the log the first chunk begins. */
	constructor(offset: number) {
		this.#offset = offset;
	}

	/** Bytes up to the end of the last whole line. */
	get offset(): number {
		return this.#offset;
	}

	/** The lines that end in this chunk. It is copied where it must be kept. */
	push(chunk: Buffer): PlacedLine[] {
		const lines: PlacedLine[] = [];
		let start = 0;
		for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
			this.#keep(chunk.subarray(start, end));
			lines.push(this.#line(1));
			start = end + 1;
		}
		if (start < chunk.length) this.#keep(Buffer.from(chunk.subarray(start)));
		return lines;
	}

	/** The last line of a log whose writer was cut off in the middle of it. */
	end(): PlacedLine[] {
		return this.#restBytes > 0 ? [this.#line(0)] : [];
	}

	#keep(part: Buffer): void {
		const room = longestLine - this.#restBytes;
		if (room > 0) this.#rest.push(part.subarray(0, room));
		this.#restBytes += part.length;
	}

	#line(terminator: 0 | 1): PlacedLine {
		const bytes = this.#rest.length === 1 ? this.#rest[0] : Buffer.concat(this.#rest);
		const line = parseLine(bytes?.toString('utf8') ?? '', this.#at);
		this.#offset += this.#restBytes + terminator;
		this.#at = line.at;
		this.#rest = [];
		this.#restBytes = 0;
		return { ...line, offset: this.#offset };
	}
}
