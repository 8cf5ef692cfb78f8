const longestMemory = 10_000;

export interface Allowance {
	/** So many at once. */
	most: number;
	/** Milliseconds until one more. */
	refill: number;
}

/** New certificates of a host: strangers' handshakes must not spend the ACME account's limits. */
export const certificateTries: Allowance = { most: 5, refill: 15 * 60_000 };

interface Bucket {
	left: number;
	at: number;
}

/** How often something may be tried, for each key by itself. */
export class TryBudget {
	readonly #clock: () => number;
	readonly #allowance: Allowance;
	#buckets = new Map<string, Bucket>();

	constructor(allowance: Allowance, clock: () => number) {
		this.#allowance = allowance;
		this.#clock = clock;
	}

	/** Takes one try; false when none is left. */
	take(key: string): boolean {
		const { most, refill } = this.#allowance;
		const now = this.#clock();
		const bucket = this.#buckets.get(key) ?? { left: most, at: now };
		const left = Math.min(most, bucket.left + (now - bucket.at) / refill);
		if (left < 1) return false;
		this.#buckets.delete(key);
		this.#buckets.set(key, { left: left - 1, at: now });
		if (this.#buckets.size > longestMemory) this.#forgetOldest();
		return true;
	}

	/** A person changed something: it starts afresh. */
	forget(key: string): void {
		this.#buckets.delete(key);
	}

	#forgetOldest(): void {
		for (const key of this.#buckets.keys()) return void this.#buckets.delete(key);
	}
}
