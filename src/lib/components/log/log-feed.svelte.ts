import { SvelteMap } from 'svelte/reactivity';
import { unpackRow, type LogNews, type LogPage, type LogRow } from '#lib/rules/log-row.ts';
import type { ShownLog } from '#lib/server/logs/shown-log.ts';
import { LogRows } from './log-rows.svelte.ts';

const firstDelay = 500;
const longestDelay = 8000;

export type FeedState = 'connecting' | 'open' | 'lost' | 'ended';

interface FeedOptions {
	/** Address of the event stream; rows and search are asked for below it. */
	url: string;
	/** Filter of its lines, as in an address; '': all. */
	filter?: string;
	/** What the server's page shows of it. */
	shown: ShownLog;
	/** Name of the view that a row belongs to. */
	viewOf: (row: LogRow) => string;
}

/**
 * One log as it grows. Its stream tells how long it is and what came last; everything else is fetched when
 * it is looked at. After a lost connection it goes on at the very line where it ended.
 */
export class LogFeed {
	state: FeedState = $state('connecting');
	/** Number of the log's last line. */
	lines = $state(0);
	/** The lines are counted: places in the log can be asked for. */
	isCounted = $state(false);
	readonly url: string;
	/** What follows a question mark in every address of this log: '' or "level=error&". */
	readonly query: string;

	readonly #viewOf: (row: LogRow) => string;
	readonly #views = new SvelteMap<string, LogRows>();
	/** Not reactive: names asked for while a page is drawn must not draw it again. */
	#log = '';
	#source: EventSource | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#delay = firstDelay;

	constructor({ url, filter = '', shown, viewOf }: FeedOptions) {
		this.url = url;
		this.query = filter === '' ? '' : `${filter}&`;
		this.#viewOf = viewOf;
		const shownRows = shown.rows.map(unpackRow);
		if (shown.news) this.#hear({ ...shown.news }, shownRows);
		else
			for (const [view, rows] of Map.groupBy(shownRows, viewOf))
				this.#view(view).append(rows, rows.length);
	}

	/** The rows of a view; undefined: it has none yet. */
	view(name: string): LogRows | undefined {
		return this.#views.get(name);
	}

	/** Connects, and while the page is hidden lets go; returns what ends it. */
	open(): () => void {
		const look = () => (document.hidden ? this.#disconnect() : this.#connect());
		const online = () => this.#connect();
		const offline = () => this.#lose();
		document.addEventListener('visibilitychange', look);
		window.addEventListener('online', online);
		window.addEventListener('offline', offline);
		look();
		return () => {
			document.removeEventListener('visibilitychange', look);
			window.removeEventListener('online', online);
			window.removeEventListener('offline', offline);
			this.#disconnect();
			for (const rows of this.#views.values()) rows.clear();
		};
	}

	/** Where a line stands; loads the rows around it. null: nowhere, or the server could not say. */
	async locate(line: number): Promise<{ view: string; row: number } | null> {
		const found = await this.#ask<(LogPage & { row: number }) | null>(`line=${line}`);
		if (!found) return null;
		if (found.log === this.#log) this.#view(found.view).take(found);
		return { view: found.view, row: found.row };
	}

	/** Where the first error of a view stands. */
	async firstError(view: string): Promise<number | null> {
		const found = await this.#ask<{ row: number | null }>(`error&view=${encodeURIComponent(view)}`);
		return found?.row ?? null;
	}

	async #ask<Answer>(query: string): Promise<Answer | null> {
		const answer = await fetch(`${this.url}/rows?${this.query}${query}`).catch(() => null);
		return answer?.ok ? ((await answer.json()) as Answer) : null;
	}

	#connect(): void {
		if (this.state === 'ended' || this.#source) return;
		clearTimeout(this.#timer);
		const source = new EventSource(`${this.url}?${this.query}from=${this.lines}`);
		this.#source = source;
		source.onopen = () => {
			this.state = 'open';
			this.#delay = firstDelay;
		};
		source.onmessage = ({ data }: MessageEvent<string>) => {
			const news = JSON.parse(data) as LogNews;
			this.#hear(news, news.rows.map(unpackRow));
		};
		source.addEventListener('end', () => {
			this.state = 'ended';
			this.#disconnect();
		});
		source.onerror = () => {
			this.#lose();
			this.#timer = setTimeout(() => this.#connect(), this.#delay);
			this.#delay = Math.min(this.#delay * 2, longestDelay);
		};
	}

	#lose(): void {
		this.#disconnect();
		if (this.state !== 'ended') this.state = 'lost';
	}

	#disconnect(): void {
		clearTimeout(this.#timer);
		this.#source?.close();
		this.#source = null;
	}

	#hear({ log, lines, counts }: Omit<LogNews, 'rows'>, rows: LogRow[]): void {
		const isFirst = !this.isCounted;
		// Rows of another log have no place in this one.
		if (log !== this.#log && !isFirst) for (const held of this.#views.values()) held.clear();
		this.#log = log;
		this.lines = lines;
		this.isCounted = true;
		const newest = Map.groupBy(rows, this.#viewOf);
		for (const [view, count] of Object.entries(counts)) {
			const [held, latest] = [this.#view(view), newest.get(view) ?? []];
			if (isFirst) held.number(latest, count);
			else held.append(latest, count);
		}
	}

	#view(name: string): LogRows {
		const known = this.#views.get(name);
		if (known) return known;
		const address = `${this.url}/rows?${this.query}view=${encodeURIComponent(name)}`;
		const rows = new LogRows(address, () => this.#log);
		this.#views.set(name, rows);
		return rows;
	}
}
