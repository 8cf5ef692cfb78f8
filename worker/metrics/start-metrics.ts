import { sampleSeconds } from '#lib/rules/metrics/tiers.ts';
import type { UsageNow } from '#lib/server/live/usage-now.ts';
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

/** Reads and keeps what the machine and the services use, at each full slot of the clock. */
export function startMetrics({ engine, meter, installation, paths, report }: World): Metrics {
	const rings = new Rings(paths);
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
		now: () => usage.now(),
		async stop() {
			await rounds.stop();
			await rings.close();
		}
	};
}
