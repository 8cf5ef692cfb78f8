import type { Ground } from './ground.ts';

export interface Experiment {
	/** As in docs/reliability.md. */
	id: string;
	/** What is done to the product. */
	strike: string;
	/** Arranges, strikes, and answers what came of it; throws when that is not what it should be. */
	run(ground: Ground): Promise<string>;
}

/** What an experiment came to. */
export interface Row {
	id: string;
	strike: string;
	outcome: string;
	/** Names of the invariants that hold, or the first that does not and why. */
	invariants: string;
	seconds: number;
	passed: boolean;
}

/** Throws `what` unless it is so. */
export function expectThat(isSo: boolean, what: string): asserts isSo {
	if (!isSo) throw new Error(what);
}

/** Throws when something took longer than its row allows; answers the seconds for the table. */
export function expectWithin(seconds: number, allowed: number, what: string): string {
	const took = seconds.toFixed(1);
	expectThat(seconds <= allowed, `${what} took ${took} s, ${allowed} s are allowed`);
	return `${took} s`;
}
