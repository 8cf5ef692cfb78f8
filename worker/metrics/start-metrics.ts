import { sampleSeconds } from '#lib/rules/metrics/tiers.ts';
import type { UsageNow } from '#lib/server/live/usage-now.ts';
import { startRequests } from '../requests/start-requests.ts';
import { whileStill } from '../heartbeat/while-still.ts';
import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import { atFull, startRounds } from '../rounds.ts';
import type { World } from '../world.ts';
import { Rings } from './rings.ts';
import { UsageCollector } from './usage-collector.ts';
import { loadRules, watchThresholds } from './watch-thresholds.ts';

const stepMs = sampleSeconds * 1000;
const thresholdsEveryMs = 60_000;

export interface Metrics {
	/** Containers came or went. */
	changed(): void;
	now(): UsageNow;
	stop(): Promise<void>;
}

/** Reads and keeps what the machine and the services use and answer, at each full slot of the clock. */
export function startMetrics(world: World, heartbeat: Pick<Heartbeat, 'mark'>): Metrics {
	const { engine, meter, installation, paths, report } = world;
	const rings = new Rings(paths);
	const requests = startRequests(world, rings);
	const usage = new UsageCollector({ runtime: engine.runtime, meter, installation, rings });
	const rounds = startRounds({
		name: 'Metrics',
		// So no slot is left out while rounds slowly drift.
		everyMs: atFull(stepMs),
		round: (_nth, signal) => usage.round(signal),
		report
	});
	const since = Date.now();
	const rules = whileStill(heartbeat, () => loadRules(world.db));
	const thresholds = startRounds({
		name: 'Thresholds',
		everyMs: atFull(thresholdsEveryMs),
		round: async (nth) =>
			nth === 0 ? null : watchThresholds(world, { now: Date.now(), since, rules: await rules() }),
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
