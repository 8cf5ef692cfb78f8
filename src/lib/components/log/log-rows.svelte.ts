import { unpackRow, type LogPage, type LogRow } from '#lib/rules/log-row.ts';

/** Rows that are fetched and forgotten together. */
const pageRows = 256;
/** What a browser keeps of one view. */
const mostPages = 32;
const retryMs = 1_000;

/** One view of a log, of which a window is loaded: rows are counted from 0, and fetched when they are wanted. */
export class LogRows {
	count = $state(0);
	/** Rises with each change: the rows themselves are plain arrays, far too many to watch one by one. */
	version = $state(0);
	/** How many rows stand before those that were shown while the lines were not counted. Changes with `count`. */
	shift = 0;

	readonly #address: string;
	readonly #log: () => string;
	/** Those used last stand last. */
	readonly #pages = new Map<number, LogRow[]>();
	readonly #asked = new Map<number, AbortController>();

	/** `address` of the view's rows; `log`: which one is shown now. */
	constructor(address: string, log: () => string) {
		this.#address = address;
		this.#log = log;
	}

	/** A row, or undefined while it is not loaded. */
	row(index: number): LogRow | undefined {
		return this.#pages.get(Math.floor(index / pageRows))?.[index % pageRows];
	}

	/** Takes the view's newest rows, and how many it has with them. */
	append(rows: LogRow[], count: number): void {
		this.#place(rows, count - rows.length);
		this.count = count;
		this.version++;
	}

	/** Takes the newest rows now that the lines are counted: those that were shown until now had no places. */
	number(rows: LogRow[], count: number): void {
		const last = this.row(this.count - 1);
		if (last) {
			// Gone from the newest, it is as old as the oldest of them, or older.
			const same = rows.findLastIndex(({ at, text }) => at === last.at && text === last.text);
			this.shift = Math.max(0, count - rows.length + Math.max(0, same) - (this.count - 1));
		}
		this.clear();
		this.append(rows, count);
	}

	/** Takes rows that were fetched elsewhere. */
	take({ from, rows, count }: LogPage): void {
		this.#place(rows.map(unpackRow), from);
		this.count = Math.max(this.count, count);
		this.version++;
	}

	/** Loads what is missing from `first` up to before `end`, and lets go of what is wanted no more. */
	want(first: number, end: number): void {
		const from = Math.floor(first / pageRows);
		const to = Math.floor(Math.max(first, end - 1) / pageRows);
		for (const [page, asked] of this.#asked) {
			if (page >= from && page <= to) continue;
			asked.abort();
			// It may be wanted again before it is known to be over.
			this.#asked.delete(page);
		}
		for (let page = from; page <= to; page++) {
			if (this.#isWhole(page, first, end)) this.#touch(page);
			else if (!this.#asked.has(page)) void this.#fetch(page);
		}
		while (this.#pages.size > mostPages) {
			const [oldest] = this.#pages.keys();
			if (oldest !== undefined) this.#pages.delete(oldest);
		}
	}

	/** The log is another one, or is shown no more. */
	clear(): void {
		for (const asked of this.#asked.values()) asked.abort();
		this.#pages.clear();
		this.count = 0;
		this.version++;
	}

	#place(rows: LogRow[], from: number): void {
		for (const [at, row] of rows.entries()) {
			const page = Math.floor((from + at) / pageRows);
			let held = this.#pages.get(page);
			if (!held) this.#pages.set(page, (held = []));
			held[(from + at) % pageRows] = row;
		}
	}

	/** Is all there that is wanted of a page? */
	#isWhole(page: number, first: number, end: number): boolean {
		const last = Math.min(end, this.count, (page + 1) * pageRows);
		for (let row = Math.max(first, page * pageRows); row < last; row++) {
			if (!this.row(row)) return false;
		}
		return true;
	}

	#touch(page: number): void {
		const held = this.#pages.get(page);
		if (!held) return;
		this.#pages.delete(page);
		this.#pages.set(page, held);
	}

	async #fetch(page: number): Promise<void> {
		const asked = new AbortController();
		this.#asked.set(page, asked);
		try {
			const from = page * pageRows;
			const address = `${this.#address}&from=${from}&rows=${pageRows}`;
			const answer = await fetch(address, { signal: asked.signal });
			if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
			const found = (await answer.json()) as LogPage;
			if (found.log === this.#log()) this.take(found);
		} catch {
			// A new version has the window ask again for what it shows.
			if (!asked.signal.aborted) setTimeout(() => this.version++, retryMs);
		} finally {
			if (this.#asked.get(page) === asked) this.#asked.delete(page);
		}
	}
}
