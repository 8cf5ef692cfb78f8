import type { Stages } from './product/stages.ts';

/** One of the two ways from a push to a seen version, ready to be gone again and again. */
export interface Side {
	/** Resolves when all that the push set off is over; the parts end when the version was seen. */
	push(version: string, signal: AbortSignal): Promise<Stages>;
}
