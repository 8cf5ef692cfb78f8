import type { LogRow } from '#lib/rules/log-row.ts';
import { findRows } from './find-rows.ts';

/** Words looked for in the rows that are loaded, and the match one stands on. */
export class LogSearch {
	words = $state('');
	found: LogRow[] = $state.raw([]);
	at = $state(0);

	#rows: () => LogRow[];

	constructor(rows: () => LogRow[]) {
		this.#rows = rows;
	}

	get current(): LogRow | null {
		return this.found[this.at] ?? null;
	}

	/** Looks again from the start: the words or the rows have changed. */
	look(): void {
		const rows = this.#rows();
		this.found = findRows(rows, this.words).flatMap((index) => rows[index] ?? []);
		this.at = 0;
	}

	step(by: 1 | -1): void {
		if (this.found.length === 0) return;
		this.at = (this.at + by + this.found.length) % this.found.length;
	}
}
