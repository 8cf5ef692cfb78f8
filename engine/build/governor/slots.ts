/** At most `count` holders at once; the others wait in the order in which they came. */
export class Slots {
	#count: number;
	#taken = 0;
	#waiting: (() => void)[] = [];

	constructor(count: number) {
		this.#count = count;
	}

	get isFull(): boolean {
		return this.#taken >= this.#count;
	}

	/** More let some of the waiting in at once; fewer take hold as holders end. */
	resize(count: number): void {
		this.#count = count;
		this.#admit();
	}

	/** Resolves with what gives the slot back. Errors: the signal's reason. */
	async take(signal: AbortSignal): Promise<() => void> {
		signal.throwIfAborted();
		if (this.isFull) await this.#turn(signal);
		else this.#taken++;
		let isHeld = true;
		return () => {
			if (isHeld) this.#taken--;
			isHeld = false;
			this.#admit();
		};
	}

	/** A slot is taken for the one who waited before they know of it. */
	#admit(): void {
		while (!this.isFull) {
			const next = this.#waiting.shift();
			if (!next) return;
			this.#taken++;
			next();
		}
	}

	#turn(signal: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const next = () => {
				signal.removeEventListener('abort', giveUp);
				resolve();
			};
			const giveUp = () => {
				this.#waiting = this.#waiting.filter((other) => other !== next);
				reject(signal.reason);
			};
			signal.addEventListener('abort', giveUp, { once: true });
			this.#waiting.push(next);
		});
	}
}
