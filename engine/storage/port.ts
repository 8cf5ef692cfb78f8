/** One name of an image. */
export interface StoredImage {
	/** repository:tag; of an image without a name, its id. */
	reference: string;
	id: string;
	/** No name is left. */
	isDangling: boolean;
	labels: Record<string, string>;
	/** What goes with it alone: layers that other images share are not counted. */
	bytes: number;
	/** A container, running or not, was made from it. */
	isUsed: boolean;
}

/** One record of the build cache. The engine keeps one cache for all builds and does not say whose they were. */
export interface CacheRecord {
	bytes: number;
	/** A build holds it now, or an image has the same layer: pruning it frees nothing. */
	isHeld: boolean;
	lastUsedAt: Date | null;
}

export interface Disk {
	freeBytes: number;
	totalBytes: number;
}

/** What an engine keeps on its disk. Errors of all: docker_unreachable. */
export interface Storage {
	/** Images with all these labels, and the whole build cache. Takes seconds on a full disk. */
	usage(
		labels: Record<string, string>,
		options: { signal: AbortSignal }
	): Promise<{ images: StoredImage[]; buildCache: CacheRecord[] }>;
	/** Removes what was not used for longest until no more than `keepBytes` are left; answers the bytes freed. */
	pruneBuildCache(options: { keepBytes: number; signal: AbortSignal }): Promise<number>;
	/** The disk that images and containers are on; null when the engine is on another machine. */
	disk(): Promise<Disk | null>;
}
