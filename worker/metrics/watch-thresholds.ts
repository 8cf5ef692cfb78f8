import { machineSeries } from '#lib/rules/data-dir.ts';
import { measured, verdict, type Seen } from '#lib/rules/metrics/judge.ts';
import {
	thresholdsOf,
	type Measure,
	type Place,
	type Threshold
} from '#lib/rules/metrics/thresholds.ts';
import { installationId } from '#lib/server/installation/ensure-installation.ts';
import { readLately } from '#lib/server/metrics/read-ring.ts';
import type { World } from '../world.ts';
import { endAlarm, raiseAlarm, type OpenAlarm } from './alarms.ts';

type Ground = Pick<World, 'db' | 'paths'>;

/** A service, or the machine, and what is allowed there. */
interface Watched {
	place: Place;
	/** null: the machine. */
	serviceId: string | null;
	projectId: string | null;
	thresholds: Map<Measure, Threshold>;
	cpuMillis: number;
}

/**
 * Compares what was measured lately with what is allowed, and raises and ends alarms. All it knows is on the
 * disk and in the database: a worker that was killed goes on where the other was. `since`: when this one
 * began, before which nothing may have been measured. Milliseconds since the epoch. `rules` are read anew, unless
 * somebody knows that they have not changed.
 */
export async function watchThresholds(
	world: Ground,
	{ now, since, rules }: { now: number; since: number; rules?: Rules }
): Promise<void> {
	const { watched, alarms } = rules ?? (await loadRules(world.db));
	const open = new Map(alarms);
	const machine = watched.find(({ serviceId }) => serviceId === null);
	const machineSeen = machine && (await look(world, machine, now));
	const cores = machineSeen?.machine?.at(-1)?.values.cpuLimitMillis ?? 0;
	for (const one of watched) {
		const seen =
			one === machine && machineSeen
				? machineSeen
				: await look(world, { ...one, cpuMillis: one.cpuMillis || cores }, now);
		for (const [measure, threshold] of one.thresholds) {
			const key = keyOf(one.serviceId, measure);
			const alarm = open.get(key);
			open.delete(key);
			const value = measured(measure, seen, threshold.minutes);
			// Nobody measured while there was no worker: that ends nothing.
			if (value === null && now - since < threshold.minutes * 60_000) continue;
			// Somebody chose another limit, which it does not pass.
			if (alarm && alarm.limit !== threshold.limit && value !== null && value <= threshold.limit) {
				await endAlarm(world.db, alarm, { value, now, isTold: false });
				continue;
			}
			const said = verdict(value, threshold, alarm !== undefined);
			if (said === 'raise' && value !== null) {
				await raiseAlarm(world.db, { ...one, key, measure, ...threshold, value, now });
			}
			if (said === 'end' && alarm) await endAlarm(world.db, alarm, { value, now, isTold: true });
		}
	}
	// Switched off, or the service does not run any more: whoever did that knows.
	for (const alarm of open.values()) {
		await endAlarm(world.db, alarm, { value: null, now, isTold: false });
	}
}

const keyOf = (serviceId: string | null, measure: string) =>
	`${serviceId ?? machineSeries}:${measure}`;

/** What is allowed where, and which alarms are raised, by key. */
interface Rules {
	watched: Watched[];
	alarms: ReadonlyMap<string, OpenAlarm>;
}

export async function loadRules(db: World['db']): Promise<Rules> {
	const [installation, services, raised] = await Promise.all([
		db.installation.findUnique({ where: { id: installationId }, select: { thresholds: true } }),
		db.service.findMany({
			where: { deletedAt: null, state: { in: ['live', 'crashing'] } },
			select: { id: true, projectId: true, thresholds: true, cpuMillis: true }
		}),
		db.alarm.findMany({
			where: { openKey: { not: null } },
			select: {
				...{ id: true, serviceId: true, measure: true, limit: true },
				service: { select: { projectId: true } }
			}
		})
	]);
	const machine: Watched = {
		...{ place: 'machine', serviceId: null, projectId: null, cpuMillis: 0 },
		thresholds: thresholdsOf('machine', installation?.thresholds)
	};
	const watched = services.map(({ id, projectId, thresholds, cpuMillis }): Watched => ({
		...{ place: 'service', serviceId: id, projectId, cpuMillis },
		thresholds: thresholdsOf('service', thresholds)
	}));
	const alarms = raised.map(({ id, serviceId, measure, limit, service }): [string, OpenAlarm] => [
		keyOf(serviceId, measure),
		{ id, serviceId, projectId: service?.projectId ?? null, limit }
	]);
	return { watched: [machine, ...watched], alarms: new Map(alarms) };
}

/** Reads the kinds of series that its thresholds need, as far back as they look. */
async function look({ paths }: Ground, one: Watched, nowMs: number): Promise<Seen> {
	const now = nowMs / 1000;
	const minutes = Math.max(0, ...[...one.thresholds.values()].map((each) => each.minutes));
	const times = { from: now - minutes * 60, until: now };
	if (one.serviceId === null) {
		const path = paths.metrics(machineSeries, 'machine');
		return { now, machine: await readLately(path, { kind: 'machine', ...times }) };
	}
	const has = (...measures: Measure[]) => measures.some((each) => one.thresholds.has(each));
	const path = (kind: string) => paths.metrics(one.serviceId ?? '', kind);
	const [service, requests] = await Promise.all([
		has('cpu', 'memory') ? readLately(path('service'), { kind: 'service', ...times }) : [],
		has('errors', 'latency') ? readLately(path('requests'), { kind: 'requests', ...times }) : []
	]);
	return { now, service, requests, cpuMillis: one.cpuMillis };
}
