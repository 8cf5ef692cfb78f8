import { LineReader } from './line-reader.ts';
import type { LogIndex, LogPlaces, Stretch } from './log-index.ts';
import type { Rows, Selection } from './selection.ts';

/** Lines between two times, in milliseconds since the epoch; null: from the start, up to the end. */
export interface Times {
	since: number | null;
	until: number | null;
}

const linesAtOnce = 512;

/**
 * Of an index, only the lines from the first one written at `since` or later up to before the first one
 * written at `until` or later: lines stand in the order in which they came. Found by halving, not by reading.
 */
export class TimeWindow implements LogPlaces {
	readonly #index: LogIndex;
	readonly #times: Times;
	#id = '';
	/** Numbers of the lines at which it begins and before which it ends; null: not written yet. */
	#from: number | null = null;
	#before: number | null = null;

	constructor(index: LogIndex, times: Times) {
		this.#index = index;
		this.#times = times;
	}

	get id(): string {
		return this.#index.id;
	}
	get path(): string {
		return this.#index.path;
	}
	get first(): number {
		return this.#index.first;
	}
	get lines(): number {
		return this.#index.lines;
	}
	get end(): number {
		return this.#index.end;
	}
	get growingFrom(): number {
		return this.#index.growingFrom;
	}
	get before(): number {
		return this.#before ?? Infinity;
	}

	get views(): ReadonlyMap<string, Rows> {
		const first = this.#from ?? this.lines + 1;
		const { before } = this;
		return new Map(
			[...this.#index.views].map(([name, rows]) => [name, new Part(rows, { first, before })])
		);
	}

	async extend(): Promise<void> {
		const { since, until } = this.#times;
		await this.#index.extend();
		if (this.#id !== this.id) this.#from = this.#before = null;
		this.#id = this.id;
		this.#from ??= since === null ? this.first : await lineAt(this.#index, since);
		if (until !== null) this.#before ??= await lineAt(this.#index, until);
	}

	placeBefore(line: number): { line: number; offset: number } {
		return this.#index.placeBefore(line);
	}

	stretch(line: number): Stretch | null {
		return this.#index.stretch(Math.max(line, this.#from ?? Infinity));
	}

	stretchAt(offset: number): Stretch | null {
		return this.#index.stretchAt(offset);
	}
}

/** Rows of others between two lines. */
class Part implements Rows {
	readonly count: number;
	readonly #rows: Selection;
	readonly #skipped: number;

	constructor(rows: Selection, { first, before }: { first: number; before: number }) {
		this.#rows = rows;
		this.#skipped = rows.rowsBefore(first);
		this.count = Math.max(0, rows.rowsBefore(before) - this.#skipped);
	}

	lineAt(row: number): number {
		return this.#rows.lineAt(row + this.#skipped);
	}

	rowOf(line: number): number | null {
		const row = this.#rows.rowOf(line);
		const own = row === null ? -1 : row - this.#skipped;
		return own >= 0 && own < this.count ? own : null;
	}

	rowsBefore(line: number): number {
		return Math.min(this.count, Math.max(0, this.#rows.rowsBefore(line) - this.#skipped));
	}
}

/** Number of the first line written at a time or later; null: none is yet. */
async function lineAt(index: LogIndex, time: number): Promise<number | null> {
	const { id, lines: last } = index;
	await using reader = new LineReader(index);
	for (let from = index.lineBefore(time); from <= last; from += linesAtOnce) {
		const rows = await reader.read(from, Math.min(linesAtOnce, last - from + 1));
		const found = rows.find(([, at]) => at >= time);
		if (found) return id === index.id ? found[0] : null;
	}
	return null;
}
