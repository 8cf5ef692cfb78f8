import { rm } from 'node:fs/promises';
import { referenceOf } from '#engine/pipeline/site-release.ts';
import { labels, type Id } from '#engine/spec.ts';
import type { CleanUpItem } from '#lib/rules/clean-up.ts';
import { markPruned } from '#lib/server/clean-up/mark-pruned.ts';
import { asideFolder } from '#engine/logs/aside-files.ts';
import type { World } from '../world.ts';
import { cacheBudget, type Found } from './plan.ts';

/** Removes one thing that the plan named; answers the bytes freed. Whatever came into use meanwhile stays. */
export async function remove(
	world: World,
	{ item, found, cacheBytes, signal }: RemoveInput
): Promise<number> {
	const { engine, storage } = world;
	const { kind, name, bytes } = item;
	switch (kind) {
		case 'containers': {
			const now = await engine.runtime.inspect(name);
			if (now && now.state !== 'running') await engine.runtime.remove(name, { graceSeconds: 0 });
			return bytes;
		}
		case 'dangling':
			await engine.builder.remove(name);
			return bytes;
		case 'images': {
			const image = found.images.find(({ reference }) => reference === name);
			const serviceId: Id | undefined = image?.labels[labels.service];
			if (!serviceId || !(await markPruned(world.db, { serviceId, image: name }))) return 0;
			await engine.builder.remove(name);
			return bytes;
		}
		case 'sites': {
			const serviceId = name.split('/')[0] ?? '';
			const image = referenceOf(serviceId, name);
			if (!(await markPruned(world.db, { serviceId, image }))) return 0;
			await engine.sites.remove(name);
			return bytes;
		}
		case 'cache':
			return storage.pruneBuildCache({ keepBytes: keptBytes(found, cacheBytes), signal });
		case 'networks':
			await engine.runtime.removeNetwork(name);
			return bytes;
		case 'mirrors':
			await engine.checkout.remove(name);
			return bytes;
		case 'logs':
			await rm(name, { force: true });
			await rm(asideFolder(name), { recursive: true, force: true });
			return bytes;
	}
}

interface RemoveInput {
	item: CleanUpItem;
	found: Found;
	/** The build cache's budget. */
	cacheBytes: number;
	signal: AbortSignal;
}

function keptBytes({ disk }: Found, budget: number): number {
	return cacheBudget(budget, disk ? disk.freeBytes / disk.totalBytes : 1);
}
