import type { RuntimeLine } from '../runtime/port.ts';

/** Nanoseconds for which a line is remembered: longer than Docker needs to put a full file aside. */
const remembered = 5e9;
const fewest = 1024;

/** When the lines of one stream were printed, in nanoseconds from some beginning; never decreasing. */
class Stream {
	#times: number[] = [];
	#trimAt = fewest;
	/** The line that comes next while lines are repeated; null: what comes is new. */
	#next: number | null = null;

	/** Every line from `time` on comes again. */
	expectFrom(time: number): void {
		const place = this.#placeOf(time);
		this.#next = place < this.#times.length ? place : null;
	}

	/** `isExact`: no two lines have the same time. */
	has(time: number, isExact: boolean): boolean {
		if (this.#next !== null && this.#times[this.#next] === time) return this.#passed(this.#next);
		this.#next = null;
		const last = this.#times.at(-1) ?? -Infinity;
		if (time === last && isExact) return true;
		if (time >= last) return this.#add(time);
		const place = this.#placeOf(time);
		if (this.#times[place] === time) return this.#passed(place);
		// Before all that is remembered: the machine's clock was set back.
		if (place === 0) this.#times = [time];
		return false;
	}

	#passed(place: number): true {
		this.#next = place + 1 < this.#times.length ? place + 1 : null;
		return true;
	}

	#add(time: number): false {
		this.#times.push(time);
		if (this.#times.length >= this.#trimAt) {
			this.#times.splice(0, this.#placeOf(time - remembered));
			this.#trimAt = Math.max(fewest, 2 * this.#times.length);
		}
		return false;
	}

	/** Of the first line at that time or later. */
	#placeOf(time: number): number {
		let [low, high] = [0, this.#times.length];
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.#times[middle]! < time) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/**
 * Tells lines that come a second time: some engines (20.10 among them) repeat the last ones whenever they put a
 * container's full file aside. Each line has a time of its own to the nanosecond, and those of a stream come in
 * their order.
 */
export class Repeats {
	readonly #streams = { stdout: new Stream(), stderr: new Stream() };
	/** Milliseconds since the epoch. Nanoseconds since then are exact for three months, and good enough after. */
	#beginning: number | null = null;

	/** Lines from that time on (milliseconds) will come again, because they are asked for again. */
	expectFrom(at: number): void {
		for (const stream of Object.values(this.#streams)) stream.expectFrom(this.#since(at));
	}

	/** Was it here before? `at`: its time in milliseconds. Remembers it. */
	has({ time, stream }: RuntimeLine, at: number): boolean {
		const nanoseconds = belowMilliseconds(time);
		// A clock that tells milliseconds alone gives many lines one time.
		return this.#streams[stream].has(this.#since(at) + nanoseconds, nanoseconds > 0);
	}

	#since(at: number): number {
		this.#beginning ??= at;
		return (at - this.#beginning) * 1e6;
	}
}

/** Nanoseconds of `2026-11-21T10:00:00.123456789Z` after its milliseconds: 456789. */
const belowMilliseconds = (time: string) => (time.length === 30 ? Number(time.slice(23, 29)) : 0);
