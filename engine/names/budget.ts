const most = 5;
const refillMilliseconds = 15 * 60_000;
const longestMemory = 10_000;

interface Bucket {
	left: number;
	at: number;
}

/**
 * How often a host without a certificate may try to get one: five times at once, then once every
 * fifteen minutes, so that strangers' handshakes cannot spend the ACME account's limits.
 */
export class AskBudget {
	readonly #clock: () => number;
	#buckets = new Map<string, Bucket>();

	constructor(clock: () => number) {
		this.#clock = clock;
	}

	/** Takes one try; false when none is left. */
	take(host: string): boolean {
		const now = this.#clock();
		const bucket = this.#buckets.get(host) ?? { left: most, at: now };
		const left = Math.min(most, bucket.left + (now - bucket.at) / refillMilliseconds);
		if (left < 1) return false;
		this.#buckets.delete(host);
		this.#buckets.set(host, { left: left - 1, at: now });
		if (this.#buckets.size > longestMemory) this.#forgetOldest();
		return true;
	}

	/** A person changed something: the host starts afresh. */
	forget(host: string): void {
		this.#buckets.delete(host);
	}

	#forgetOldest(): void {
		for (const host of this.#buckets.keys()) return void this.#buckets.delete(host);
	}
}
