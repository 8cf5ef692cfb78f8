/** What a clean-up may remove, in the order in which it does. Volumes are not among it, ever. */
export const cleanUpKinds = [
	'containers',
	'dangling',
	'cache',
	'images',
	'sites',
	'networks',
	'mirrors',
	'logs'
] as const;
export type CleanUpKind = (typeof cleanUpKinds)[number];

export interface CleanUpLimits {
	/** Releases of a service whose images are kept, the live one among them. */
	keepReleases: number;
	buildCacheBytes: number;
	/** Days that the log of a deployment is kept. */
	logDays: number;
}

export const defaultLimits: CleanUpLimits = {
	keepReleases: 5,
	buildCacheBytes: 10 * 2 ** 30,
	logDays: 90
};

export interface CleanUpItem {
	kind: CleanUpKind;
	/** As the engine or the disk calls it. */
	name: string;
	/** For people: whose it was and why nobody needs it. */
	why: string;
	/** What its removal frees, as far as it is known. */
	bytes: number;
}

/** What a clean-up would remove at this moment. */
export interface CleanUpPreview {
	items: CleanUpItem[];
	/** Where images and containers are; null: on another machine. */
	disk: { freeBytes: number; totalBytes: number } | null;
	/** The disk is so full that more goes than the limits say. */
	isDiskLow: boolean;
	/** Of the whole engine: it keeps one for all builds. */
	cacheBytes: number;
}

export type CleanUpReason = 'asked' | 'nightly' | 'disk-low';

/** Below this share of free space a clean-up removes more than the limits say. */
export const lowShare = 0.15;

interface KindWords {
	title: string;
	about: string;
}

export const cleanUpWords: Record<CleanUpKind, KindWords> = {
	containers: {
		title: 'Stopped containers',
		about: 'Left behind by deployments that were interrupted.'
	},
	dangling: { title: 'Images without a name', about: 'Replaced by a later build.' },
	cache: {
		title: 'Build cache',
		about:
			'Docker keeps one cache for all builds on this server; what was not used for longest goes first.'
	},
	images: { title: 'Images of older releases', about: 'Can no longer be rolled back to.' },
	sites: { title: 'Files of older site releases', about: 'Can no longer be rolled back to.' },
	networks: { title: 'Networks', about: 'Of projects that are gone.' },
	mirrors: { title: 'Git caches', about: 'Fetched again when they are needed.' },
	logs: { title: 'Logs of old deployments', about: 'The deployments themselves stay listed.' }
};
