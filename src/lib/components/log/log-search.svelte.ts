import type { LogMatches } from '#lib/rules/log-row.ts';

/** While somebody types, the log is not searched for each letter. */
const pauseMs = 150;

/** Words looked for in the whole log by the server, and the match one stands on. */
export class LogSearch {
	words = $state('');
	places: LogMatches['places'] = $state.raw([]);
	at = $state(0);
	/** The places found are those of the words. */
	isDone = $state(false);
	/** There may be more places than were found. */
	isCut = $state(false);
	/** The server could not answer. */
	isLost = $state(false);

	readonly #url: string;
	#lines = 0;
	#asked: AbortController | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `url`: address of the log; `filter`: of its lines, as in an address. */
	constructor(url: string, filter = '') {
		this.#url = `${url}/search?${filter === '' ? '' : `${filter}&`}`;
	}

	/** Where the match stands that is shown. */
	get current(): { line: number; view: string; row: number } | null {
		const place = this.places[this.at];
		return place ? { line: place[0], view: place[1], row: place[2] } : null;
	}

	/** The words have changed. */
	look(): void {
		this.#asked?.abort();
		clearTimeout(this.#timer);
		this.places = [];
		this.at = 0;
		this.#lines = 0;
		this.isDone = this.isCut = this.isLost = false;
		if (this.words.trim() !== '') this.#timer = setTimeout(() => void this.#ask(), pauseMs);
	}

	/** Goes to the next match or the one before; past the end, what was written since is looked through first. */
	async step(by: 1 | -1, lines: number): Promise<void> {
		const isLast = this.at === this.places.length - 1;
		if (this.isDone && by === 1 && isLast && lines > this.#lines && !this.isCut) await this.#ask();
		if (this.places.length === 0) return;
		this.at = (this.at + by + this.places.length) % this.places.length;
	}

	async #ask(): Promise<void> {
		const asked = (this.#asked = new AbortController());
		try {
			const query = new URLSearchParams({ q: this.words, after: String(this.#lines) });
			const answer = await fetch(`${this.#url}${query}`, { signal: asked.signal });
			if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
			const found = (await answer.json()) as LogMatches;
			this.places = [...this.places, ...found.places];
			this.#lines = found.lines;
			this.isCut = found.isCut;
			this.isDone = true;
		} catch {
			if (!asked.signal.aborted) this.isLost = true;
		}
	}
}
