import { setTimeout as wait } from 'node:timers/promises';
import { labels, type Id } from '#engine/spec.ts';
import type { World } from '../world.ts';

/** Between two tries to hear an engine that is away. */
const patienceMs = 1000;

/**
 * Calls `onChange` when a container of a service started, stopped or vanished, and without one when the engine is
 * back after it was away. Never throws; ends when `signal` aborts.
 */
export async function watchEngine(
	{ engine, installation }: Pick<World, 'engine' | 'installation'>,
	{ onChange, signal }: { onChange: (service?: Id) => void; signal: AbortSignal }
): Promise<void> {
	const own = { [labels.installation]: installation };
	while (!signal.aborted) {
		try {
			// Also one that was started: after a restart it may have another address.
			for await (const event of engine.runtime.events({ labels: own, signal })) {
				onChange(event.labels[labels.service]);
			}
		} catch {
			// The rounds tell that the engine is away.
		}
		await wait(patienceMs, null, { signal }).catch(() => {});
		if (!signal.aborted) onChange();
	}
}
