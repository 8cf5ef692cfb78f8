import { sampleSeconds } from '#lib/rules/metrics/tiers.ts';
import type { UsageNow } from '#lib/server/live/usage-now.ts';
import { startRequests } from '../requests/start-requests.ts';
import { startRounds } from '../rounds.ts';
import type { World } from '../world.ts';
import { Rings } from './rings.ts';
import { UsageCollector } from './usage-collector.ts';

const stepMs = sampleSeconds * 1000;

export interface Metrics {
	/** Containers came or went. */
	changed(): void;
	now(): UsageNow;
	stop(): Promise<void>;
}

/** Reads and keeps what the machine and the services use and answer, at each full slot of the clock. */
export function startMetrics(world: World): Metrics {
	const { engine, meter, installation, paths, report } = world;
	const rings = new Rings(paths);
	const requests = startRequests(world, rings);
	const usage = new UsageCollector({ runtime: engine.runtime, meter, installation, rings });
	const rounds = startRounds({
		name: 'Metrics',
		// By the clock, so that no slot is left out while rounds slowly drift.
		everyMs: () => stepMs - (Date.now() % stepMs),
		round: (_nth, signal) => usage.round(signal),
		report
	});
	return {
		changed: () => usage.changed(),
		now: () => ({ ...usage.now(), requests: requests.now() }),
		async stop() {
			await Promise.all([rounds.stop(), requests.stop()]);
			await rings.close();
		}
	};
}
