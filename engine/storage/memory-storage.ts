import type { CacheRecord, Disk, Storage, StoredImage } from './port.ts';

export interface MemoryStorage extends Storage {
	images: StoredImage[];
	buildCache: CacheRecord[];
	free: Disk | null;
	/** Bytes to which the cache was pruned, one a call. */
	pruned: number[];
}

/** A disk that exists in memory only. */
export function memoryStorage(): MemoryStorage {
	const size = (records: CacheRecord[]) => records.reduce((sum, { bytes }) => sum + bytes, 0);
	const storage: MemoryStorage = {
		images: [],
		buildCache: [],
		free: { freeBytes: 80e9, totalBytes: 100e9 },
		pruned: [],
		usage: async (labels) => ({
			images: storage.images.filter((image) =>
				Object.entries(labels).every(([key, value]) => image.labels[key] === value)
			),
			buildCache: storage.buildCache
		}),
		async pruneBuildCache({ keepBytes }) {
			storage.pruned.push(keepBytes);
			const before = size(storage.buildCache);
			const age = ({ lastUsedAt }: CacheRecord) => lastUsedAt?.getTime() ?? 0;
			for (const record of storage.buildCache.toSorted((a, b) => age(a) - age(b))) {
				if (size(storage.buildCache.filter(({ isHeld }) => !isHeld)) <= keepBytes) break;
				if (!record.isHeld) {
					storage.buildCache = storage.buildCache.filter((one) => one !== record);
				}
			}
			return before - size(storage.buildCache);
		},
		disk: async () => storage.free
	};
	return storage;
}
