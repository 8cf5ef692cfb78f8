import { isRunning } from '#engine/pipeline/own-containers.ts';
import type { Container } from '#engine/runtime/port.ts';
import { labels, objectNames, type Id } from '#engine/spec.ts';
import type { RunningContainer } from '#lib/server/live/port.ts';
import type { World } from '../world.ts';

/** The containers of a service that run now: the live ones first, and of those the ones that answer requests. */
export async function runningContainers(
	{ db, engine, installation }: Pick<World, 'db' | 'engine' | 'installation'>,
	serviceId: Id
): Promise<RunningContainer[]> {
	const [live, found] = await Promise.all([
		db.release.findFirst({
			where: { liveOf: { id: serviceId } },
			select: { deploymentId: true }
		}),
		engine.runtime.list({ [labels.installation]: installation, [labels.service]: serviceId })
	]);
	const livePrefix = live && objectNames.containers(serviceId, live.deploymentId);
	const rank = ({ isLive, process, name }: RunningContainer) =>
		`${isLive ? 0 : 1}${process ?? ''} ${name}`;
	return found
		.filter(isRunning)
		.map((container) => describe(container, livePrefix))
		.sort((a, b) => rank(a).localeCompare(rank(b), 'en', { numeric: true }));
}

function describe({ name, labels: on, startedAt }: Container, livePrefix: string | null) {
	const isRun = on[labels.run] !== undefined;
	return {
		name,
		process: on[labels.process] ?? null,
		replica: isRun ? null : Number(/-(\d+)$/.exec(name)?.[1] ?? 1),
		isLive: isRun || (livePrefix !== null && name.startsWith(livePrefix)),
		startedAt: startedAt?.toISOString() ?? null
	};
}
