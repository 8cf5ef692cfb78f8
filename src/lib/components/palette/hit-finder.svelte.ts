import type { Hit } from '#lib/rules/search-hits.ts';

/** Asks the panel what a text finds; a newer text ends the question before. */
export class HitFinder {
	hits: Hit[] = $state.raw([]);
	busy = $state(false);
	failed = $state(false);

	#asked: AbortController | null = null;
	#pending: Promise<void> = Promise.resolve();

	find(text: string): Promise<void> {
		this.#asked?.abort();
		this.#asked = new AbortController();
		this.#pending = this.#ask(text, this.#asked.signal);
		return this.#pending;
	}

	/** Resolves once the newest question is answered. */
	settled(): Promise<void> {
		return this.#pending;
	}

	async #ask(text: string, signal: AbortSignal): Promise<void> {
		this.busy = text.trim() !== '';
		if (!this.busy) {
			this.hits = [];
			return;
		}
		try {
			const answer = await fetch(`/search/hits?q=${encodeURIComponent(text)}`, { signal });
			if (!answer.ok) throw new Error(`The search answered ${answer.status}.`);
			const hits = (await answer.json()) as Hit[];
			signal.throwIfAborted();
			[this.hits, this.failed] = [hits, false];
		} catch {
			if (signal.aborted) return;
			[this.hits, this.failed] = [[], true];
		}
		this.busy = false;
	}
}
