import type { Id } from '#engine/spec.ts';

/** Services that this worker is deploying at the moment. */
export class UnderWay {
	readonly #services = new Set<Id>();

	/** Jobs of one service run one after the other, so none is there twice. */
	async during<Result>(service: Id, work: () => Promise<Result>): Promise<Result> {
		this.#services.add(service);
		try {
			return await work();
		} finally {
			this.#services.delete(service);
		}
	}

	has(service: Id | undefined): boolean {
		return service !== undefined && this.#services.has(service);
	}
}
