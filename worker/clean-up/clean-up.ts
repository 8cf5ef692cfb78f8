import { AppError } from '#engine/error.ts';
import type { CleanUpKind, CleanUpPreview, CleanUpReason } from '#lib/rules/clean-up.ts';
import { loadLimits } from '#lib/server/clean-up/load-limits.ts';
import { recordCleanUp, type CleanUpResult } from '#lib/server/clean-up/results.ts';
import type { World } from '../world.ts';
import { find } from './find.ts';
import { loadOwned } from './owned.ts';
import { planCleanUp } from './plan.ts';
import { remove } from './remove.ts';

/** What a clean-up would remove now. Errors: docker_unreachable. */
export async function previewCleanUp(
	world: World,
	{ signal }: { signal: AbortSignal }
): Promise<CleanUpPreview> {
	return (await look(world, signal)).preview;
}

/**
 * Removes what of this installation nobody needs any more, and of the build cache what is over its
 * budget: more of it when the disk is nearly full. One thing that stays does not keep the others.
 * Answers what was freed, which is also written down. Errors: docker_unreachable, the signal's reason.
 */
export async function cleanUp(
	world: World,
	{ reason, signal }: { reason: CleanUpReason; signal: AbortSignal }
): Promise<CleanUpResult> {
	const { limits, found, preview } = await look(world, signal);
	const counts: Partial<Record<CleanUpKind, number>> = {};
	const failures: string[] = [];
	let freedBytes = 0;
	for (const item of preview.items) {
		signal.throwIfAborted();
		try {
			const { buildCacheBytes: cacheBytes } = limits;
			freedBytes += await remove(world, { item, found, cacheBytes, signal });
			counts[item.kind] = (counts[item.kind] ?? 0) + 1;
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof AppError && error.code === 'docker_unreachable') throw error;
			failures.push(item.name);
			world.report(`${item.name} could not be removed`, error);
		}
	}
	const result = { reason, freedBytes, counts, failures: failures.length };
	// A build that waits for room asks again and again.
	const isNews = reason !== 'disk-low' || preview.items.length > 0;
	if (isNews) await recordCleanUp(world.db, result);
	return result;
}

async function look(world: World, signal: AbortSignal) {
	const limits = await loadLimits(world.db);
	const found = await find(world, { limits, signal });
	const owned = await loadOwned(world.db, { limits, found });
	return { limits, found, preview: planCleanUp(limits, owned, found) };
}
