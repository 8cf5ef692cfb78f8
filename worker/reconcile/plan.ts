import { isDeepStrictEqual } from 'node:util';
import type { ImageSummary } from '#engine/build/port.ts';
import type { NameEntry, NameSnapshot, NameState } from '#engine/names/port.ts';
import type { Container } from '#engine/runtime/port.ts';
import { labels, objectNames, type Id } from '#engine/spec.ts';

import { isRun, isWorker, planWorkers } from './plan-workers.ts';
import type { WantedEntry } from './wanted-entry.ts';

/** What one service shall be, as the database says. */
export interface WantedService {
	id: Id;
	/** It is being deployed: whatever it looks like now, it is left alone. */
	busy: boolean;
	state: NameState;
	/** What names is told besides. */
	entry: WantedEntry;
	/** What answers for its live release: containers, one a replica, or a folder of files at the edge. */
	live: { containers: string[]; port: number; files: string | null } | null;
	/** Containers of its workers, each with the key of its command. */
	workers: { container: string; command: string }[];
	/** What the names of containers begin with that stay for a quick return, without requests. */
	warm: string | null;
}

export interface Wanted {
	services: Map<Id, WantedService>;
	/** Services marked deleted: their own job removes what is left of them. */
	leaving: Set<Id>;
	projects: Set<Id>;
	panel: NameEntry;
}

/** What there is. Must be looked at before the database is, so that it is never newer than the wish. */
export interface Observed {
	containers: Container[];
	networks: string[];
	/** null: not looked at this time. */
	images: ImageSummary[] | null;
	names: NameSnapshot;
	/** Folders of sites, all of them whole. */
	sites: string[];
}

export interface ServicePlan {
	/** A container of the live release is missing or not running, or its folder of files is gone. */
	start: boolean;
	/** After what is to be removed has gone. */
	startWorkers: boolean;
	/** Containers of other releases, left behind by something that was killed. */
	remove: string[];
	/** Running although the service is stopped. */
	stop: string[];
	/** The entry that names should have, when it has another. After `start`, its target is yet unknown. */
	entry: NameEntry | null;
}

export interface RepairPlan {
	/** Services that differ, each to be repaired in its own queue. */
	services: Id[];
	/** What nobody owns any more. */
	containers: string[];
	networks: string[];
	images: string[];
	names: Id[];
	panel: NameEntry | null;
}

/** The repairs of one service, given its own containers and its entry in names. */
export function planService(
	wanted: WantedService,
	{ containers, entry, sites }: Pick<Observed, 'containers' | 'sites'> & { entry?: NameEntry }
): ServicePlan {
	const files = wanted.live?.files ?? null;
	const own = new Set(wanted.live?.containers);
	const live = containers.filter(({ name }) => own.has(name));
	const running = live.filter(({ state }) => ['running', 'restarting', 'paused'].includes(state));
	const isLive = wanted.state === 'live' && wanted.live !== null;
	const seen = running.flatMap(({ address }) => address ?? []);
	const target = seen.map((address) => ({ address, port: wanted.live?.port ?? 0 }));
	// A restarting container has no address for a moment; its old one is better than none.
	const isWarm = (one: Container) =>
		wanted.warm !== null && one.name.startsWith(wanted.warm) && !one.labels[labels.process];
	const left = containers.filter(
		(one) => !own.has(one.name) && !isWarm(one) && !isWorker(one) && !isRun(one)
	);
	const workers = planWorkers(wanted, containers);
	const isBlind = running.length > 0 && target.length === 0;
	const targets = isLive ? (isBlind ? (entry?.targets ?? []) : target) : [];
	const should: NameEntry = { ...wanted.entry, state: wanted.state, targets, files };
	const isMissing = files === null ? running.length < own.size : !sites.includes(files);
	return {
		start: isLive && isMissing,
		startWorkers: workers.startWorkers,
		remove: [...left.map(({ name }) => name), ...workers.remove],
		stop: [...(wanted.state === 'live' ? [] : running.map(({ name }) => name)), ...workers.stop],
		entry: entry && sameEntry(entry, should) ? null : should
	};
}

/** Compares everything. Touches nothing that is not surely ours and surely unwanted. */
export function planRepairs(wanted: Wanted, observed: Observed): RepairPlan {
	const isKnown = (service: Id | undefined) =>
		service !== undefined && (wanted.services.has(service) || wanted.leaving.has(service));
	const containers = Map.groupBy(observed.containers, ({ labels: of }) => of[labels.service]);
	const networks = new Set([...wanted.projects].map(objectNames.network));
	const { panel: panelEntry, ...entries } = observed.names;
	return {
		services: [...wanted.services.values()]
			.filter((service) => !service.busy)
			.filter((service) =>
				differs(
					planService(service, {
						containers: containers.get(service.id) ?? [],
						entry: entries[service.id],
						sites: observed.sites
					})
				)
			)
			.map(({ id }) => id),
		containers: observed.containers
			.filter(({ labels: of }) => !isKnown(of[labels.service]))
			.map(({ name }) => name),
		networks: observed.networks.filter((name) => !networks.has(name)),
		images: (observed.images ?? [])
			.filter(({ labels: of }) => !isKnown(of[labels.service]))
			.map(({ reference }) => reference),
		names: Object.keys(entries).filter((service) => !isKnown(service)),
		panel: panelEntry && sameEntry(panelEntry, wanted.panel) ? null : wanted.panel
	};
}

function differs({ start, startWorkers, remove, stop, entry }: ServicePlan): boolean {
	return start || startWorkers || remove.length > 0 || stop.length > 0 || entry !== null;
}

function sameEntry(a: NameEntry, b: NameEntry): boolean {
	return isDeepStrictEqual(comparable(a), comparable(b));
}

/** The order of hosts and of targets means nothing, nor does the release before. */
function comparable({ hosts, targets, ...entry }: NameEntry) {
	const { state, files = null, maintenance = null, guests = [] } = entry;
	return {
		...{ state, files, maintenance, guests },
		hosts: hosts.toSorted((one, other) => compare(one.host, other.host)),
		targets: targets.map(({ address, port }) => `${address}:${port}`).sort()
	};
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
