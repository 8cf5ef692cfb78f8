/**
 * Lines picked out of a log, in the log's order: the third of them may be its line 120. Kept as runs of
 * neighbours, since what is picked mostly stands together.
 */
export class Selection {
	/** How many there are. */
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

	/** The number of the line at `row`, from 0. */
	lineAt(row: number): number {
		const run = lastAtMost(this.#before, row);
		return (this.#lines[run] ?? 0) + row - (this.#before[run] ?? 0);
	}

	/** Where a line stands; null: it was not picked. */
	rowOf(line: number): number | null {
		const run = lastAtMost(this.#lines, line);
		const first = this.#lines[run];
		const before = this.#before[run];
		if (first === undefined || before === undefined) return null;
		const length = (this.#before[run + 1] ?? this.count) - before;
		return line < first + length ? before + line - first : null;
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
