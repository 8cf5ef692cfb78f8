import { dirname } from 'node:path';
import { labels } from '#engine/spec.ts';
import type { CleanUpLimits } from '#lib/rules/clean-up.ts';
import type { World } from '../world.ts';
import { findLogs, findMirrors } from './found-paths.ts';
import type { Found } from './plan.ts';

const dayMs = 86_400_000;

/** All that this installation has on the machine. Errors: docker_unreachable. */
export async function find(
	{ engine, storage, installation, paths }: World,
	{ limits, signal }: { limits: CleanUpLimits; signal: AbortSignal }
): Promise<Found> {
	const own = { [labels.installation]: installation };
	const before = new Date(Date.now() - limits.logDays * dayMs);
	const [usage, containers, networks, mirrors, logs, disk] = await Promise.all([
		storage.usage(own, { signal }),
		engine.runtime.list(own),
		engine.runtime.networks(own),
		findMirrors(paths.git),
		findLogs(dirname(paths.deploymentLog('any')), before),
		storage.disk()
	]);
	return { ...usage, containers, networks, mirrors, logs, disk };
}
