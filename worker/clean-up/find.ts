import { dirname, join } from 'node:path';
import { labels } from '#engine/spec.ts';
import type { CleanUpLimits } from '#lib/rules/clean-up.ts';
import type { World } from '../world.ts';
import { bytesOf, findLogs, findMirrors } from './found-paths.ts';
import type { Found } from './plan.ts';

const dayMs = 86_400_000;

/** All that this installation has on the machine. Errors: docker_unreachable. */
export async function find(
	{ engine, storage, installation, paths }: World,
	{ limits, signal }: { limits: CleanUpLimits; signal: AbortSignal }
): Promise<Found> {
	const own = { [labels.installation]: installation };
	const before = new Date(Date.now() - limits.logDays * dayMs);
	const [usage, containers, networks, sites, mirrors, logs, disk] = await Promise.all([
		storage.usage(own, { signal }),
		engine.runtime.list(own),
		engine.runtime.networks(own),
		findSites(engine, paths.sites),
		findMirrors(paths.git),
		findLogs(dirname(paths.deploymentLog('any')), before),
		storage.disk()
	]);
	return { ...usage, containers, networks, sites, mirrors, logs, disk };
}

/** Whoever reads a site now, or opened it a moment ago, reads on. */
async function findSites({ sites, names }: World['engine'], root: string): Promise<Found['sites']> {
	const folders = await sites.list();
	const entries = Object.values(await names.snapshot());
	const served = new Set(entries.flatMap(({ files, filesBefore }) => [files, filesBefore]));
	return Promise.all(
		folders.map(async (path) => ({
			id: path.split('/')[0] ?? '',
			path,
			bytes: await bytesOf(join(root, path)),
			isServed: served.has(path)
		}))
	);
}
