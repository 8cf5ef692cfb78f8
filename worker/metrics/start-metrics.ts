import { sampleSeconds } from '#lib/rules/metrics/tiers.ts';
import type { UsageNow } from '#lib/server/live/usage-now.ts';
import { startRequests } from '../requests/start-requests.ts';
import { startRounds } from '../rounds.ts';
import type { World } from '../world.ts';
import { Rings } from './rings.ts';
import { UsageCollector } from './usage-collector.ts';
import { watchThresholds } from './watch-thresholds.ts';

const stepMs = sampleSeconds * 1000;
const thresholdsEveryMs = 60_000;

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
	const since = Date.now();
	const thresholds = startRounds({
		name: 'Thresholds',
		everyMs: thresholdsEveryMs,
		round: async (nth) => (nth === 0 ? null : watchThresholds(world, { now: Date.now(), since })),
		report
	});
	return {
		changed: () => usage.changed(),
		now: () => ({ ...usage.now(), requests: requests.now() }),
		async stop() {
			await Promise.all([rounds.stop(), requests.stop(), thresholds.stop()]);
			await rings.close();
		}
	};
}
