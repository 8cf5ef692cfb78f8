/** Lines of one container that are kept of each second: beyond them nobody reads, and everybody waits. */
export const mostPerSecond = 10_000;

/** Counts lines by the seconds in which they were printed, so that catching up loses nothing. */
export class RateCap {
	#second = 0;
	#kept = 0;
	#dropped = 0;

	/** Is there room for a line printed at that time (milliseconds)? One for which there is none is counted. */
	admits(at: number): boolean {
		const second = Math.floor(at / 1000);
		if (second !== this.#second) {
			this.#second = second;
			this.#kept = 0;
		}
		if (this.#kept < mostPerSecond) {
			this.#kept++;
			return true;
		}
		this.#dropped++;
		return false;
	}

	/** How many there was no room for since it was asked last. */
	takeDropped(): number {
		const dropped = this.#dropped;
		this.#dropped = 0;
		return dropped;
	}
}
