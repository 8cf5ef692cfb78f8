import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { diskSpace } from '../disk-space.ts';
import { asAppError, socketOf, statusOf, unless } from '../runtime/docker-client.ts';
import type { CacheRecord, Storage, StoredImage } from './port.ts';

/** Engines before 23 count for one caller at a time and refuse the others. */
const countingPause = 200;

interface CountedImage {
	Id: string;
	RepoTags: string[] | null;
	Labels: Record<string, string> | null;
	Size: number;
	/** -1: not counted. */
	SharedSize: number;
	/** -1: not counted. */
	Containers: number;
}

interface CountedCache {
	Size: number;
	InUse: boolean;
	Shared: boolean;
	LastUsedAt?: string | null;
}

/** GET /system/df: engines from 29 on use the longer names. */
interface Usage {
	Images?: CountedImage[] | null;
	ImageUsage?: { Items?: CountedImage[] | null };
	BuildCache?: CountedCache[] | null;
	BuildCacheUsage?: { Items?: CountedCache[] | null };
}

/** What one Docker engine keeps. */
export function dockerStorage(docker: Docker): Storage {
	/** The library's own calls leave the query out. */
	const dial = <Answer>(
		method: 'GET' | 'POST',
		path: string,
		{ query, signal }: { query: Record<string, string | string[]>; signal: AbortSignal }
	) =>
		new Promise<Answer>((resolve, reject) => {
			const statusCodes = { 200: true, 409: 'conflict', 500: 'server error' };
			docker.modem.dial(
				{
					...{ path: `${path}?`, method, statusCodes, abortSignal: signal },
					options: { _query: query, _body: {} }
				},
				(error, answer) => (error ? reject(error as Error) : resolve(answer as Answer))
			);
		});

	async function count(signal: AbortSignal): Promise<Usage> {
		const query = { type: ['image', 'build-cache'], verbose: '1' };
		for (;;) {
			try {
				return await dial<Usage>('GET', '/system/df', { query, signal });
			} catch (error) {
				signal.throwIfAborted();
				if (statusOf(error) !== 500 && statusOf(error) !== 409) throw asAppError(error);
				await delay(countingPause, undefined, { signal });
			}
		}
	}

	return {
		async usage(labels, { signal }) {
			const counted = await count(signal);
			const images = counted.ImageUsage?.Items ?? counted.Images ?? [];
			const records = counted.BuildCacheUsage?.Items ?? counted.BuildCache ?? [];
			const isWanted = ({ Labels }: CountedImage) =>
				Object.entries(labels).every(([key, value]) => Labels?.[key] === value);
			return {
				images: images.filter(isWanted).flatMap(toStored),
				buildCache: records.map(toRecord)
			};
		},

		async pruneBuildCache({ keepBytes, signal }) {
			// 0 would mean: as the engine's own settings say.
			const kept = String(Math.max(1, Math.floor(keepBytes)));
			// The second name is that of engines before 28.
			const query = { all: '1', 'reserved-space': kept, 'keep-storage': kept };
			const pruning = dial<{ SpaceReclaimed?: number }>('POST', '/build/prune', { query, signal });
			return (await unless([], pruning))?.SpaceReclaimed ?? 0;
		},

		async disk() {
			if (socketOf(docker) === null) return null;
			const { DockerRootDir: root } = (await unless([], docker.info())) as {
				DockerRootDir: string;
			};
			return diskSpace(root).catch(() => null);
		}
	};
}

function toStored(image: CountedImage): StoredImage[] {
	const { Id: id, RepoTags, Labels, Size, SharedSize, Containers } = image;
	const tags = (RepoTags ?? []).filter((tag) => !tag.startsWith('<none>'));
	const bytes = SharedSize >= 0 ? Math.max(0, Size - SharedSize) : Size;
	const facts = { id, labels: Labels ?? {}, bytes, isUsed: Containers > 0 };
	if (tags.length === 0) return [{ ...facts, reference: id, isDangling: true }];
	return tags.map((reference) => ({ ...facts, reference, isDangling: false }));
}

const toRecord = ({ Size, InUse, Shared, LastUsedAt }: CountedCache): CacheRecord => ({
	bytes: Size,
	isHeld: InUse || Shared,
	lastUsedAt: LastUsedAt ? new Date(LastUsedAt) : null
});
