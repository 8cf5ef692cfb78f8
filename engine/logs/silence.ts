/** Milliseconds of silence after which somebody is told: soon at first, then rarely. */
const pauses = [5_000, 60_000, 600_000] as const;

/** Tells after 5 s in which nothing was heard, after a minute more, and then every ten minutes. */
export class Silence {
	readonly #tell: () => void;
	#heardAt = performance.now();
	#told = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(tell: () => void) {
		this.#tell = tell;
		this.#wait(pauses[0]);
	}

	/** Cheap: it is called again and again, and sets no timer while lines come. */
	heard(): void {
		this.#heardAt = performance.now();
		if (this.#told === 0) return;
		this.#told = 0;
		this.#wait(pauses[0]);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#wait(ms: number): void {
		this.stop();
		this.#timer = setTimeout(() => this.#look(), ms).unref();
	}

	#look(): void {
		const left = this.#heardAt + pauses[0] - performance.now();
		if (this.#told === 0 && left > 1) return this.#wait(left);
		this.#told++;
		this.#wait(pauses[Math.min(this.#told, pauses.length - 1)]!);
		this.#tell();
	}
}
