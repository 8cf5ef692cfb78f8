import { referenceOf } from '#engine/pipeline/site-release.ts';
import type { CacheRecord, Disk, StoredImage } from '#engine/storage/port.ts';
import type { Container } from '#engine/runtime/port.ts';
import { labels, objectNames, type Id } from '#engine/spec.ts';
import {
	cleanUpKinds,
	lowShare,
	type CleanUpItem,
	type CleanUpLimits,
	type CleanUpPreview
} from '#lib/rules/clean-up.ts';

/** A file or folder named after what it belongs to. */
export interface FoundPath {
	/** Of a service (mirrors) or a deployment (logs). */
	id: Id;
	path: string;
	bytes: number;
}

/** What there is. Must be looked at before the database is: then whatever it does not name has no owner. */
export interface Found {
	containers: Container[];
	images: StoredImage[];
	buildCache: CacheRecord[];
	networks: string[];
	/** Releases of sites: `path` is the folder as the engine calls it. */
	sites: (FoundPath & { isServed: boolean })[];
	mirrors: FoundPath[];
	/** Only those that were not written to for as long as logs are kept. */
	logs: FoundPath[];
	disk: Disk | null;
}

export interface OwnedService {
	name: string;
	/** A deployment waits or runs: all that is there may be its work. */
	isBusy: boolean;
	/** Deployment whose release is live. */
	liveDeployment: Id | null;
	/** References and ids of the images that are kept: live, rolled back to, being deployed. */
	images: Set<string>;
	/** Days since anything of it was deployed. */
	idleDays: number;
}

/** What the database says is needed. */
export interface Owned {
	services: Map<Id, OwnedService>;
	/** Marked deleted: their own job removes what is left of them. */
	leaving: Set<Id>;
	projects: Set<Id>;
	/** Deployments that are not over, or live: their logs are kept however old. */
	logged: Set<Id>;
}

const mirrorDays = { usual: 30, low: 1 };

/** What goes, why, and how many bytes that frees. Names nothing that is not surely ours and surely unneeded. */
export function planCleanUp(limits: CleanUpLimits, owned: Owned, found: Found): CleanUpPreview {
	const share = found.disk ? found.disk.freeBytes / found.disk.totalBytes : 1;
	const isDiskLow = share < lowShare;
	return {
		items: [
			...planContainers(owned, found),
			...planImages(limits, owned, found),
			...planCache(cacheBudget(limits.buildCacheBytes, share), found.buildCache),
			...planSites(limits, owned, found),
			...planNetworks(owned, found),
			...planMirrors(isDiskLow ? mirrorDays.low : mirrorDays.usual, owned, found),
			...planLogs(limits, owned, found)
		].toSorted((a, b) => cleanUpKinds.indexOf(a.kind) - cleanUpKinds.indexOf(b.kind)),
		disk: found.disk,
		isDiskLow,
		cacheBytes: cacheSize(found.buildCache)
	};
}

/** The fuller the disk, the less of its budget the cache keeps. */
export function cacheBudget(bytes: number, share: number): number {
	if (share >= lowShare) return bytes;
	return share >= lowShare / 2 ? Math.floor(bytes / 4) : 0;
}

/** The service of an object of ours; null: it may not be touched, or it is some other job's. */
function ownerOf(owned: Owned, service: Id | undefined): OwnedService | 'nobody' | null {
	if (service === undefined || owned.leaving.has(service)) return null;
	return owned.services.get(service) ?? 'nobody';
}

function planContainers(owned: Owned, { containers }: Found): CleanUpItem[] {
	return containers.flatMap(({ name, state, labels: own }): CleanUpItem[] => {
		const owner = ownerOf(owned, own[labels.service]);
		if (owner === null || !['created', 'exited', 'dead'].includes(state)) return [];
		const item = { kind: 'containers', name, bytes: 0 } as const;
		if (owner === 'nobody') return [{ ...item, why: 'Its service is gone.' }];
		if (owner.isBusy || own[labels.deployment] === owner.liveDeployment) return [];
		return [{ ...item, why: `Not the live version of ${owner.name}.` }];
	});
}

function planImages(limits: CleanUpLimits, owned: Owned, { images }: Found): CleanUpItem[] {
	const going = images.flatMap((image) => {
		const why = whyUnneeded(limits, owned, image);
		return why === null ? [] : [{ image, why }];
	});
	const staying = new Set(images.filter((one) => !going.some(({ image }) => image === one)));
	const isKept = (id: string) => [...staying].some((image) => image.id === id);
	const counted = new Set<string>();
	return going.map(({ image: { id, reference, bytes, isDangling }, why }) => {
		// Layers go with the last name of an image.
		const isLast = !isKept(id) && !counted.has(id);
		counted.add(id);
		const kind = isDangling ? 'dangling' : 'images';
		return { kind, name: reference, why, bytes: isLast ? bytes : 0 };
	});
}

function whyUnneeded(limits: CleanUpLimits, owned: Owned, image: StoredImage): string | null {
	const owner = ownerOf(owned, image.labels[labels.service]);
	if (owner === null) return null;
	if (image.isUsed) return null;
	if (owner === 'nobody') return 'Its service is gone.';
	const isKept = owner.images.has(image.reference) || owner.images.has(image.id);
	if (image.isDangling) {
		return isKept || owner.isBusy ? null : `A later build of ${owner.name} took its name.`;
	}
	if (owner.images.has(image.reference) || owner.isBusy) return null;
	return `Not among the last ${limits.keepReleases} releases of ${owner.name}.`;
}

function planSites(limits: CleanUpLimits, owned: Owned, { sites }: Found): CleanUpItem[] {
	return sites.flatMap(({ id, path, bytes, isServed }): CleanUpItem[] => {
		const owner = ownerOf(owned, id);
		if (owner === null || isServed) return [];
		if (owner === 'nobody')
			return [{ kind: 'sites', name: path, why: 'Its service is gone.', bytes }];
		if (owner.isBusy || owner.images.has(referenceOf(id, path))) return [];
		const why = `Not among the last ${limits.keepReleases} releases of ${owner.name}.`;
		return [{ kind: 'sites', name: path, why, bytes }];
	});
}

const cacheSize = (records: CacheRecord[]) =>
	records.filter(({ isHeld }) => !isHeld).reduce((sum, { bytes }) => sum + bytes, 0);

function planCache(keepBytes: number, records: CacheRecord[]): CleanUpItem[] {
	const bytes = cacheSize(records) - keepBytes;
	if (bytes <= 0) return [];
	return [
		{ kind: 'cache', name: 'build cache', why: 'Over its budget: the oldest part goes.', bytes }
	];
}

function planNetworks(owned: Owned, { networks }: Found): CleanUpItem[] {
	const known = new Set([...owned.projects].map(objectNames.network));
	return networks
		.filter((name) => !known.has(name))
		.map((name) => ({ kind: 'networks', name, why: 'Its project is gone.', bytes: 0 }));
}

function planMirrors(days: number, owned: Owned, { mirrors }: Found): CleanUpItem[] {
	return mirrors.flatMap(({ id, bytes }): CleanUpItem[] => {
		const owner = ownerOf(owned, id);
		if (owner === null) return [];
		if (owner === 'nobody')
			return [{ kind: 'mirrors', name: id, why: 'Its service is gone.', bytes }];
		if (owner.isBusy || owner.idleDays < days) return [];
		const why = `${owner.name} was not deployed for ${Math.floor(owner.idleDays)} days.`;
		return [{ kind: 'mirrors', name: id, why, bytes }];
	});
}

function planLogs(limits: CleanUpLimits, owned: Owned, { logs }: Found): CleanUpItem[] {
	return logs
		.filter(({ id }) => !owned.logged.has(id))
		.map(({ path, bytes }) => ({
			kind: 'logs',
			name: path,
			why: `Older than ${limits.logDays} days.`,
			bytes
		}));
}
