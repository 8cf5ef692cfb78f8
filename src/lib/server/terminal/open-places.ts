import { AppError } from '../errors.ts';

export const mostOfOne = 5;
export const mostOfAll = 20;

/** How many terminals are open, and whose: each holds a shell, a connection and memory on the server. */
export class OpenPlaces {
	#ofAll = 0;
	#of = new Map<string, number>();

	/** Takes a place for one more; call what it returns to give it back. Errors: too_many_terminals. */
	take(userId: string): () => void {
		const own = this.#of.get(userId) ?? 0;
		if (own >= mostOfOne || this.#ofAll >= mostOfAll) {
			const whose =
				own >= mostOfOne ? `You have ${own} terminals open` : 'All terminals are in use';
			throw new AppError('too_many_terminals', 429, `${whose}, which is the most there can be.`, {
				hint: 'Close one that is not needed any more.'
			});
		}
		this.#of.set(userId, own + 1);
		this.#ofAll++;
		let isGiven = false;
		return () => {
			if (isGiven) return;
			isGiven = true;
			this.#ofAll--;
			const left = (this.#of.get(userId) ?? 1) - 1;
			if (left > 0) this.#of.set(userId, left);
			else this.#of.delete(userId);
		};
	}
}
