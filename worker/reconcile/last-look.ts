import { isDeepStrictEqual } from 'node:util';
import { longestRest } from '../heartbeat/while-still.ts';
import type { Observed } from './plan.ts';

/** What a look begins with, before the database is asked for anything but its mark. */
export interface Ground {
	/** Changes when anybody writes to the database (heartbeat/stillness.ts). */
	mark: number;
	/** Without images. */
	observed: Observed;
	/** Names of the files of own certificates beside the edge. */
	certificateFiles: string[];
}

interface Kept {
	ground: Ground;
	hadImages: boolean;
	/** When something is due that no write tells of, by performance.now(). */
	until: number;
}

/**
 * Remembers the last whole look: the same wishes and the same things make the same plan. Nothing is left out
 * while something is on its way, or once a time has come by which something is due.
 */
export class LastLook {
	#kept: Kept | null = null;
	#forgotten = 0;

	/** Would a whole look find nothing that the last one did not? */
	holds(ground: Ground, { images }: { images: boolean }): boolean {
		const kept = this.#kept;
		return (
			kept !== null &&
			performance.now() < kept.until &&
			(kept.hadImages || !images) &&
			kept.ground.mark === ground.mark &&
			isDeepStrictEqual(comparable(kept.ground), comparable(ground))
		);
	}

	/** A whole look begins. What is returned keeps it, once it has ended, unless it was to be forgotten meanwhile. */
	begin(): (kept: Kept) => void {
		this.#kept = null;
		const turn = this.#forgotten;
		return (kept) => {
			if (turn !== this.#forgotten) return;
			this.#kept = { ...kept, until: Math.min(kept.until, performance.now() + longestRest) };
		};
	}

	/** Somebody says that something has changed. */
	forget(): void {
		this.#forgotten++;
		this.#kept = null;
	}
}

/** The engine lists in any order. */
function comparable({ observed, certificateFiles }: Ground) {
	const { containers, networks, names, sites } = observed;
	return {
		containers: new Map(containers.map((container) => [container.id, container])),
		networks: new Set(networks),
		sites: new Set(sites),
		certificateFiles: new Set(certificateFiles),
		names
	};
}
