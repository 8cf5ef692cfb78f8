import { invalidate } from '$app/navigation';

/** Reads the charts of a page again when they have a new point, while the page is seen. */
export class MetricsFeed {
	#url: string | null = null;
	#source: EventSource | null = null;

	/** Returns what ends it. */
	open(): () => void {
		const look = () => {
			if (document.hidden) return this.#disconnect();
			if (!this.#source) void invalidate('gantry:metrics');
			this.#connect();
		};
		document.addEventListener('visibilitychange', look);
		this.#connect();
		return () => {
			document.removeEventListener('visibilitychange', look);
			this.#url = null;
			this.#disconnect();
		};
	}

	/** From now on the stream at this address tells. */
	follow(url: string): void {
		if (url === this.#url) return;
		this.#url = url;
		this.#disconnect();
		this.#connect();
	}

	#connect(): void {
		if (this.#source || this.#url === null || document.hidden) return;
		this.#source = new EventSource(this.#url);
		this.#source.onmessage = () => void invalidate('gantry:metrics');
	}

	#disconnect(): void {
		this.#source?.close();
		this.#source = null;
	}
}
