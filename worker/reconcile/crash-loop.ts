import type { Container } from '#engine/runtime/port.ts';

/** So many ends within `windowMs` are a crash loop. */
export const mostEnds = 3;
export const windowMs = 5 * 60_000;
/** One that stays up for so long has recovered. Half the window: what ends more seldom is no loop. */
export const recoveredMs = windowMs / 2;

/** What was seen of one container. */
interface Seen {
	restarts: number;
	/** When it ended, milliseconds since the epoch, within the window. */
	ends: number[];
}

export type Verdict = { state: 'crashing'; ends: number } | { state: 'well' } | { state: 'unsure' };

/**
 * Remembers how often containers ended, from the engine's own count of restarts: looked at now and then,
 * nothing is missed. A worker that has just started takes the count of one that is down, or came up a
 * moment ago, for recent.
 */
export class CrashMemory {
	readonly #seen = new Map<string, Seen>();

	judge({ id, state, restarts, startedAt }: Container, now: number): Verdict {
		const upFor = state === 'running' && startedAt ? now - startedAt.getTime() : 0;
		const before = this.#seen.get(id) ?? {
			restarts: upFor > recoveredMs ? restarts : 0,
			ends: []
		};
		const fresh = Math.min(Math.max(0, restarts - before.restarts), 100);
		const ends = [...before.ends, ...Array.from({ length: fresh }, () => now)].filter(
			(at) => now - at < windowMs
		);
		this.#seen.set(id, { restarts, ends });
		if (upFor >= recoveredMs) return { state: 'well' };
		return ends.length >= mostEnds ? { state: 'crashing', ends: ends.length } : { state: 'unsure' };
	}

	/** Forgets all containers but these. */
	keep(ids: Set<string>): void {
		for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
	}
}
