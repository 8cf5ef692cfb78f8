import { SvelteMap } from 'svelte/reactivity';
import type { LogBatch, LogRow } from '#lib/rules/log-row.ts';

/** What a browser keeps of one log; older lines are in the download. */
const mostRows = 200_000;
const firstDelay = 500;
const longestDelay = 8000;

export type FeedState = 'connecting' | 'open' | 'lost' | 'ended';

interface FeedOptions {
	/** Address of the event stream, without `from`. */
	url: string;
	/** Offset to begin at; 0: the whole log, with line numbers. */
	from: number;
}

/**
 * One log as it grows: reads the event stream, keeps its lines by source, and goes on after a lost
 * connection at the very byte where it ended.
 */
export class LogFeed {
	state: FeedState = $state('connecting');
	/** Rises with each change: the rows themselves are plain arrays, far too many to watch one by one. */
	version = $state(0);
	/** Offset after the last line that came. */
	offset = $state(0);
	rows: LogRow[] = [];
	bySource = new SvelteMap<string, LogRow[]>();

	#url: string;
	#numbered: boolean;
	#count = 0;
	#source: EventSource | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#delay = firstDelay;

	constructor({ url, from }: FeedOptions) {
		this.#url = url;
		this.#numbered = from === 0;
		this.offset = from;
	}

	/** Connects, and while the page is hidden lets go; returns what ends it. */
	open(): () => void {
		const look = () => (document.hidden ? this.#disconnect() : this.#connect());
		const online = () => this.#connect();
		document.addEventListener('visibilitychange', look);
		window.addEventListener('online', online);
		look();
		return () => {
			document.removeEventListener('visibilitychange', look);
			window.removeEventListener('online', online);
			this.#disconnect();
		};
	}

	#connect(): void {
		if (this.state === 'ended' || this.#source) return;
		clearTimeout(this.#timer);
		const source = new EventSource(`${this.#url}?from=${this.offset}`);
		this.#source = source;
		source.onopen = () => {
			this.state = 'open';
			this.#delay = firstDelay;
		};
		source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
			this.#add(JSON.parse(data) as LogBatch);
			this.offset = Number(lastEventId);
		};
		source.addEventListener('end', () => {
			this.state = 'ended';
			this.#disconnect();
		});
		source.onerror = () => {
			this.#disconnect();
			this.state = 'lost';
			this.#timer = setTimeout(() => this.#connect(), this.#delay);
			this.#delay = Math.min(this.#delay * 2, longestDelay);
		};
	}

	#disconnect(): void {
		clearTimeout(this.#timer);
		this.#source?.close();
		this.#source = null;
	}

	#add(batch: LogBatch): void {
		for (const [at, stream, source, text] of batch) {
			const row = { number: this.#numbered ? ++this.#count : null, at, stream, source, text };
			this.rows.push(row);
			let rows = this.bySource.get(source);
			if (!rows) this.bySource.set(source, (rows = []));
			rows.push(row);
		}
		if (this.rows.length > mostRows * 1.1) this.#trim();
		this.version++;
	}

	#trim(): void {
		this.rows = this.rows.slice(-mostRows);
		this.bySource.clear();
		for (const row of this.rows) {
			const rows = this.bySource.get(row.source);
			if (rows) rows.push(row);
			else this.bySource.set(row.source, [row]);
		}
	}
}
