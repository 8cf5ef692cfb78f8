import { goto } from '$app/navigation';
import type { LogMatches } from '#lib/rules/log-row.ts';
import { logWordsNames, writeLogWords, type LogWords } from '#lib/rules/log-words.ts';
import { rangesOf, type TextRange } from '#lib/rules/text-range.ts';

/** While somebody types, the log is not searched for each letter. */
const pauseMs = 150;
/** Marks of one row: a row of a window that is scrolled must stay small. */
const mostMarks = 24;

/** Where in a text the words stand that are looked for. */
export type Marker = (text: string) => TextRange[];

interface SearchOptions {
	/** Address of the log. */
	url: string;
	/** Of its lines, as in an address; '': all. */
	filter?: string;
	/** What the page's address asks for. */
	asked: LogWords;
}

/** Words looked for in the whole log by the server, and the match one stands on. */
export class LogSearch {
	words = $state('');
	isExact = $state(false);
	isPattern = $state(false);
	places: LogMatches['places'] = $state.raw([]);
	at = $state(0);
	/** The places found are those of the words. */
	isDone = $state(false);
	/** There may be more places than were found. */
	isCut = $state(false);
	/** Why nothing was looked for, or what came between. */
	problem: { message: string; hint?: string } | null = $state.raw(null);
	/** Marks what is found in a row; null: nothing is looked for. */
	marker: Marker | null = $state.raw(null);

	readonly #url: string;
	#lines = 0;
	#asked: AbortController | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor({ url, filter = '', asked }: SearchOptions) {
		this.#url = `${url}/search?${filter === '' ? '' : `${filter}&`}`;
		this.words = asked.words;
		this.isExact = asked.isExact;
		this.isPattern = asked.isPattern;
	}

	/** Begins with what the address asks for; returns what ends it. */
	open(): () => void {
		if (this.words.trim() !== '') void this.#ask();
		return () => this.#stop();
	}

	/** Where the match stands that is shown. */
	get current(): { line: number; view: string; row: number } | null {
		const place = this.places[this.at];
		return place ? { line: place[0], view: place[1], row: place[2] } : null;
	}

	/** What is looked for has changed. */
	look(): void {
		this.#stop();
		this.places = [];
		this.at = 0;
		this.#lines = 0;
		this.isDone = this.isCut = false;
		this.problem = this.marker = null;
		const isAsked = this.words.trim() !== '';
		this.#timer = setTimeout(() => {
			this.#remember();
			if (isAsked) void this.#ask();
		}, pauseMs);
	}

	/** Goes to the next match or the one before; past the end, what was written since is looked through first. */
	async step(by: 1 | -1, lines: number): Promise<void> {
		const isLast = this.at === this.places.length - 1;
		if (this.isDone && by === 1 && isLast && lines > this.#lines && !this.isCut) await this.#ask();
		if (this.places.length === 0) return;
		this.at = (this.at + by + this.places.length) % this.places.length;
	}

	#stop(): void {
		this.#asked?.abort();
		clearTimeout(this.#timer);
	}

	/** The address holds what is looked for: it can be sent to others. */
	#remember(): void {
		const url = new URL(location.href);
		for (const name of logWordsNames) url.searchParams.delete(name);
		for (const [name, value] of writeLogWords(this)) url.searchParams.set(name, value);
		if (url.href !== location.href) void goto(url, { shallow: true, replace: true });
	}

	async #ask(): Promise<void> {
		const asked = (this.#asked = new AbortController());
		try {
			const query = new URLSearchParams([...writeLogWords(this), ['after', String(this.#lines)]]);
			const answer = await fetch(`${this.#url}${query}`, { signal: asked.signal });
			if (answer.status === 422) {
				this.problem = (await answer.json()) as { message: string; hint?: string };
				return;
			}
			if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
			const found = (await answer.json()) as LogMatches;
			const marker = await markerOf(this);
			if (asked.signal.aborted) return;
			this.marker = marker;
			this.places = [...this.places, ...found.places];
			this.#lines = found.lines;
			this.isCut = found.isCut;
			this.isDone = true;
		} catch {
			if (asked.signal.aborted) return;
			this.problem = { message: 'The search was not answered: try again.' };
		}
	}
}

async function markerOf({ words, isExact, isPattern }: LogWords): Promise<Marker> {
	if (!isPattern) return (text) => rangesOf(text, words, { isExact, most: mostMarks });
	// What reads patterns is larger than all else of a log's page.
	const { readPattern } = await import('#lib/rules/log-pattern.ts');
	const pattern = readPattern(words, { isExact });
	return (text) => pattern.ranges(text, mostMarks);
}
