import { labels, objectNames, type Id } from '#engine/spec.ts';
import type { World } from '../world.ts';

/** The engine walks through all files to count: what was counted a moment ago is told again. */
const rememberedMs = 30_000;

/** Bytes in the volumes of a service, by volume id. */
export function volumeSizes({ db, engine, installation }: World) {
	const own = { [labels.installation]: installation };
	let counted: { at: number; sizes: Promise<Record<string, number>> } | null = null;

	// Others may wait for the same: it goes on when the first who asked has left.
	function count(): Promise<Record<string, number>> {
		const now = Date.now();
		if (counted && now - counted.at < rememberedMs) return counted.sizes;
		const sizes = engine.runtime.volumeSizes(own, { signal: AbortSignal.timeout(60_000) });
		counted = { at: now, sizes };
		sizes.catch(() => (counted = null));
		return sizes;
	}

	return async (serviceId: Id): Promise<Record<string, number>> => {
		const [rows, sizes] = await Promise.all([
			db.volume.findMany({ where: { serviceId }, select: { id: true } }),
			count()
		]);
		return Object.fromEntries(
			rows.flatMap(({ id }) => {
				const bytes = sizes[objectNames.volume(id)];
				return bytes === undefined ? [] : [[id, bytes]];
			})
		);
	};
}
