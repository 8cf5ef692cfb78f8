import { whenDatabaseIsBack } from './when-database-is-back.ts';

/**
 * Writes that follow one another while the work goes on: what they wait for, nobody who deploys does. The
 * first that fails is the last that is made; its error comes to whoever adds or awaits next.
 */
export class Writes {
	#last: Promise<void> = Promise.resolve();
	#failed = false;

	/** Resolves at once; rejects with the error of an earlier write. Each may be made twice. */
	add(write: () => Promise<unknown>): Promise<void> {
		if (this.#failed) return this.#last;
		this.#last = this.#last.then(async () => void (await whenDatabaseIsBack(write)));
		this.#last.catch(() => (this.#failed = true));
		return Promise.resolve();
	}

	/** Resolves when all that was added is written. Errors: that of the first write that failed. */
	settled(): Promise<void> {
		return this.#last;
	}
}
