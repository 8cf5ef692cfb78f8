/** Lines of a log as rows: what a page reads of a view. */
export interface Rows {
	/** How many there are. */
	readonly count: number;
	/** The number of the line at `row`, from 0. */
	lineAt(row: number): number;
	/** Where a line stands; null: it is not among them. */
	rowOf(line: number): number | null;
	/** How many of them stand before a line. */
	rowsBefore(line: number): number;
}

/**
 * Lines picked out of a log, in the log's order: the third of them may be its line 120. Kept as runs of
 * neighbours, since what is picked mostly stands together.
 */
export class Selection implements Rows {
	count = 0;
	/** Number of each run's first line. */
	readonly #lines: number[] = [];
	/** How many stand before each run. */
	readonly #before: number[] = [];
	#last = 0;

	/** Adds a line after all that are there. */
	add(line: number): void {
		if (this.count === 0 || line !== this.#last + 1) {
			this.#lines.push(line);
			this.#before.push(this.count);
		}
		this.#last = line;
		this.count++;
	}

	lineAt(row: number): number {
		const run = lastAtMost(this.#before, row);
		return (this.#lines[run] ?? 0) + row - (this.#before[run] ?? 0);
	}

	rowOf(line: number): number | null {
		const row = this.rowsBefore(line);
		return row < this.count && this.lineAt(row) === line ? row : null;
	}

	rowsBefore(line: number): number {
		const run = lastAtMost(this.#lines, line);
		const first = this.#lines[run];
		const before = this.#before[run];
		if (first === undefined || before === undefined) return 0;
		const end = this.#before[run + 1] ?? this.count;
		return Math.min(end, before + line - first);
	}
}

/** Index of the last of the ascending values that is not above `limit`; -1 when all are. */
export function lastAtMost(values: readonly number[], limit: number): number {
	let low = 0;
	let high = values.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((values[middle] ?? Infinity) <= limit) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
