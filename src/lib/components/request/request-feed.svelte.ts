import type { AccessRow } from '#lib/rules/access-row.ts';

/** What a page keeps of what came while it was open. */
const mostRows = 500;

export interface FeedPlace {
	url: string;
	/** Where the page's own rows end. */
	from: number;
}

/** Requests that come while the page is open, newest first. The browser itself goes on after a lost connection. */
export class RequestFeed {
	rows: AccessRow[] = $state.raw([]);

	#place: FeedPlace | null = null;
	#offset = 0;
	#source: EventSource | null = null;

	/** Connects, and while the page is hidden lets go; returns what ends it. */
	open(): () => void {
		const look = () => (document.hidden ? this.#disconnect() : this.#connect());
		document.addEventListener('visibilitychange', look);
		look();
		return () => {
			document.removeEventListener('visibilitychange', look);
			this.#place = null;
			this.#disconnect();
		};
	}

	/** From now on what comes after this place; null: nothing. */
	follow(place: FeedPlace | null): void {
		if (place?.url === this.#place?.url && place?.from === this.#place?.from) return;
		this.#place = place;
		this.#offset = place?.from ?? 0;
		this.rows = [];
		this.#disconnect();
		this.#connect();
	}

	#connect(): void {
		if (this.#source || !this.#place || document.hidden) return;
		const { url } = this.#place;
		const source = new EventSource(`${url}${url.endsWith('?') ? '' : '&'}from=${this.#offset}`);
		source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
			this.#offset = Number(lastEventId);
			const come = (JSON.parse(data) as AccessRow[]).reverse();
			this.rows = [...come, ...this.rows].slice(0, mostRows);
		};
		this.#source = source;
	}

	#disconnect(): void {
		this.#source?.close();
		this.#source = null;
	}
}
