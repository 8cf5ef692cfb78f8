import type { Builder } from '#engine/build/port.ts';

/** At most `count` holders at once; the others wait in the order in which they came. */
export class Slots {
	#free: number;
	#waiting: (() => void)[] = [];

	constructor(count: number) {
		this.#free = count;
	}

	get isFull(): boolean {
		return this.#free === 0;
	}

	/** Resolves with what gives the slot back. Errors: the signal's reason. */
	async take(signal: AbortSignal): Promise<() => void> {
		signal.throwIfAborted();
		if (this.#free > 0) this.#free--;
		else await this.#turn(signal);
		return () => {
			const next = this.#waiting.shift();
			if (next) next();
			else this.#free++;
		};
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

/** Builds share the machine with the apps that run on it: only so many at a time. */
export function limitBuilds(builder: Builder, slots: Slots): Builder {
	return {
		find: (labels) => builder.find(labels),
		tag: (id, reference) => builder.tag(id, reference),
		list: (labels) => builder.list(labels),
		remove: (reference) => builder.remove(reference),
		async build(request) {
			if (slots.isFull) request.onLine('Waiting for another build to end', 'gantry');
			const release = await slots.take(request.signal);
			try {
				return await builder.build(request);
			} finally {
				release();
			}
		}
	};
}
