/** What a statement that writes sees of Postgres' own count of such transactions. */
export interface WriteCount {
	/** Its own number. */
	own: bigint;
	/** The lowest number of one that was not over when it began; its own when there was none. */
	lowest: bigint;
}

/**
 * Tells whether anybody has written to the database besides our own beats. Postgres numbers every transaction
 * that writes: when our next one has the next number, and nobody was in the midst of one either time, nothing
 * can have changed in between. What writes elsewhere on the same server counts, too, which only costs a look.
 */
export class Stillness {
	#mark = 0;
	/** Of the last beat; null when somebody was writing then, or nobody knows. */
	#last: bigint | null = null;

	/** The same number as before: between those two beats nothing was written. */
	get mark(): number {
		return this.#mark;
	}

	/** A beat was answered; each in its turn. */
	beat({ own, lowest }: WriteCount): void {
		const isAlone = lowest === own;
		if (!isAlone || this.#last !== own - 1n) this.#mark++;
		this.#last = isAlone ? own : null;
	}

	/** The connection was lost: the next one may lead to another database. */
	lost(): void {
		this.#last = null;
	}
}
