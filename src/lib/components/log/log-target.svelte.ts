import type { LineMarks } from './line-marks.svelte.ts';
import type { LogFeed } from './log-feed.svelte.ts';
import type { LogSearch } from './log-search.svelte.ts';

export interface LogPlace {
	view: string;
	row: number;
}

/** The row that a log's page brings into sight: a match of the search, else the line that the address names. */
export class LogTarget {
	#linked: LogPlace | null = $state.raw(null);
	#first: number | null = null;
	readonly #search: LogSearch;

	constructor(search: LogSearch) {
		this.#search = search;
	}

	get place(): LogPlace | null {
		return this.#search.current ?? this.#linked;
	}

	/** Looks up where the first named line stands, unless it is the same as before. */
	async follow(feed: LogFeed, marks: LineMarks): Promise<void> {
		const first = marks.range?.[0] ?? null;
		if (first === this.#first) return;
		this.#first = first;
		const found = first === null ? null : await feed.locate(first);
		if (this.#first === first) this.#linked = found;
	}

	/** A line in sight was picked: nothing needs to move. */
	stay(marks: LineMarks): void {
		this.#first = marks.range?.[0] ?? null;
		this.#linked = null;
	}
}
