import { setTimeout as wait } from 'node:timers/promises';
import type { World } from '../world.ts';

/** Between two tries to reach names while they are away. */
const patienceMs = 100;

/**
 * Calls `onChange` each time the names process ended or could not be reached: the next one may have lost what
 * it knew. Never throws; ends when `signal` aborts.
 */
export async function watchNames(
	{ engine }: Pick<World, 'engine'>,
	{ onChange, signal }: { onChange: () => void; signal: AbortSignal }
): Promise<void> {
	let isAway = false;
	while (!signal.aborted) {
		const wasAway = isAway;
		isAway = await engine.names.untilGone({ signal }).then(
			() => false,
			() => true
		);
		if (signal.aborted) return;
		// Once is enough while it stays away: a round waits for it, and the rounds tell.
		if (!(isAway && wasAway)) onChange();
		await wait(patienceMs, null, { signal }).catch(() => {});
	}
}
