import type { Heartbeat } from './heartbeat.ts';

/** However still the database is, so often it is asked all the same, in milliseconds. */
export const longestRest = 10 * 60_000;

/**
 * Reads something of the database, or gives what was read last while nobody has written to it since. `holds`: what
 * was read would be the same at any later time, too; if not, it is read anew each time.
 */
export function whileStill<T>(
	heartbeat: Pick<Heartbeat, 'mark'>,
	read: () => Promise<T>,
	holds: (value: T) => boolean = () => true
): () => Promise<T> {
	let kept: { mark: number; value: T; until: number } | null = null;
	return async () => {
		const mark = await heartbeat.mark();
		if (kept?.mark === mark && performance.now() < kept.until) return kept.value;
		kept = null;
		const value = await read();
		if (holds(value)) kept = { mark, value, until: performance.now() + longestRest };
		return value;
	};
}
