import { keepRunning, type Kept, type Program } from './child.ts';
import { sayFor, type Say } from './say.ts';

/** What the supervisor keeps running. */
export interface Running {
	/** Starts a program and keeps it; each of its events becomes one line with its name. */
	keep: (program: Program) => Kept;
	/** Stops all in turn, the last one started first; nothing is kept from then on. */
	stop: () => Promise<void>;
}

export function openRunning(say: Say): Running {
	const all: Kept[] = [];
	let closed = false;
	return {
		keep(program) {
			if (closed) throw new Error(`${program.name} is not started: Gantry is stopping`);
			const kept = keepRunning(program, sayFor(say, program.name));
			all.push(kept);
			return kept;
		},
		async stop() {
			closed = true;
			for (const kept of all.toReversed()) await kept.stop();
		}
	};
}
