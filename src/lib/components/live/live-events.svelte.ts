import { invalidate, refreshAll } from '$app/navigation';

const firstDelay = 500;
const longestDelay = 10_000;

/**
 * The page's one event stream. Each event names what changed ("deployment:<id>"); every load that
 * depends on `gantry:<name>` is read again. A gap is made up for by the server, which knows what came since.
 */
export class LiveEvents {
	lost = $state(false);

	#source: EventSource | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#delay = firstDelay;
	#mark: string;
	#changed = new Set<string>();
	#busy = false;

	/** `mark`: where the events stood when the page was read. */
	constructor(mark: string) {
		this.#mark = mark;
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
		if (this.#source) return;
		clearTimeout(this.#timer);
		const source = new EventSource(`/events?after=${encodeURIComponent(this.#mark)}`);
		this.#source = source;
		source.onopen = () => {
			this.#delay = firstDelay;
			this.lost = false;
		};
		source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
			this.#mark = lastEventId;
			this.#tell(data.split(' '));
		};
		source.addEventListener('resync', ({ lastEventId }) => {
			this.#mark = lastEventId;
			void refreshAll();
		});
		source.onerror = () => {
			this.#disconnect();
			this.lost = true;
			this.#timer = setTimeout(() => this.#connect(), this.#delay);
			this.#delay = Math.min(this.#delay * 2, longestDelay);
		};
	}

	#disconnect(): void {
		clearTimeout(this.#timer);
		this.#source?.close();
		this.#source = null;
	}

	/** Events that come while a page is being read again are told together afterwards. */
	#tell(names: string[]): void {
		for (const name of names) this.#changed.add(`gantry:${name}`);
		if (!this.#busy) void this.#flush();
	}

	async #flush(): Promise<void> {
		this.#busy = true;
		try {
			while (this.#changed.size > 0) {
				const changed = this.#changed;
				this.#changed = new Set();
				await invalidate((url) => changed.has(url.href));
			}
		} finally {
			this.#busy = false;
		}
	}
}
