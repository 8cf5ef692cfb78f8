import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultRequestDays } from '#lib/rules/access-row.ts';
import { sampleSeconds } from '#lib/rules/metrics/tiers.ts';
import type { RequestsNow } from '#lib/server/live/usage-now.ts';
import { readAccessSettings } from '#lib/server/requests/access-settings.ts';
import { FileWatch } from '#lib/server/logs/watch.ts';
import type { Rings } from '../metrics/rings.ts';
import { atFull, startRounds } from '../rounds.ts';
import type { World } from '../world.ts';
import { forgetRequests } from './forget-requests.ts';
import { HostServices } from './host-services.ts';
import { RequestCollector } from './request-collector.ts';

const stepMs = sampleSeconds * 1000;
/** The file tells when there is something to read; by itself it is looked at this seldom. */
const idleMs = 60_000;
const forgetEveryMs = 3_600_000;
/** After the end of a slot, when all that belongs to it has been written. */
const afterMs = 1_100;
/** A busy edge writes all the time: so often it is read then. An idle one costs nothing. */
const paceMs = 250;

export interface Requests {
	now(): RequestsNow[];
	stop(): Promise<void>;
}

/** Counts and sorts what the edge answers, while it answers. */
export function startRequests(
	world: Pick<World, 'db' | 'env' | 'events' | 'paths' | 'report'>,
	rings: Rings
): Requests {
	const { events, paths, report } = world;
	const hosts = new HostServices(world);
	const ending = new AbortController();
	let collector: RequestCollector | null = null;
	let days = defaultRequestDays;

	const unsubscribe = events.subscribe(({ kind }) => {
		if (kind !== 'deployment' && kind !== 'cancel') hosts.changed();
	});
	const rounds = startRounds({
		name: 'Requests',
		everyMs: () =>
			collector?.isCounting ? stepMs - ((Date.now() - afterMs) % stepMs) : atFull(idleMs)(),
		async round(_nth, signal) {
			const { find } = hosts;
			collector ??= await RequestCollector.open({ paths, rings, find, days: () => days });
			await collector.round(signal);
		},
		report
	});
	const forgetting = startRounds({
		name: 'Old requests',
		everyMs: forgetEveryMs,
		async round() {
			({ days } = await readAccessSettings(world.db));
			await forgetRequests(paths, { days, now: Date.now() });
		},
		report
	});
	const watching = watch(paths.accessLog, { onChange: rounds.wake, signal: ending.signal });

	return {
		now: () => collector?.now() ?? [],
		async stop() {
			ending.abort();
			unsubscribe();
			await Promise.all([rounds.stop(), forgetting.stop(), watching]);
			await collector?.close();
		}
	};
}

async function watch(
	path: string,
	{ onChange, signal }: { onChange: () => void; signal: AbortSignal }
): Promise<void> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	while (!signal.aborted) {
		// A new one each time: the name may belong to another file by now.
		const change = new FileWatch(path, signal);
		// What was written before it stood.
		onChange();
		try {
			await change.next();
		} finally {
			change.close();
		}
		await delay(paceMs, null, { signal }).catch(() => {});
	}
}
