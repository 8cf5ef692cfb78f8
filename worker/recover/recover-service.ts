import { exitWords } from '#engine/health/exit-words.ts';
import { LogFile } from '#engine/logs/log-file.ts';
import type { Container, Runtime } from '#engine/runtime/port.ts';
import { labels, type Id } from '#engine/spec.ts';
import { system } from '#lib/server/auth/actors.ts';
import { loadDeploymentSpec } from '#lib/server/deployments/load-deployment-spec.ts';
import { returnAfterCrash } from '#lib/server/deployments/return-after-crash.ts';
import type { World } from '../world.ts';
import { crashedContainer } from './crash.ts';
import { loadWatched, type Watched } from './watched.ts';

/** Milliseconds for the engine to tell of an end that it has already seen. */
const recallDeadline = 1_000;

/**
 * Returns a service to the release before when its live one crashed soon after going live, and says why in
 * the logs of both. Looks anew: when nothing crashed, or something newer is asked for, nothing happens.
 */
export async function recoverService(world: World, serviceId: Id): Promise<void> {
	const { db, engine, installation, queue, vault } = world;
	const own = { [labels.installation]: installation, [labels.service]: serviceId };
	const containers = await engine.runtime.list(own);
	const [watched] = await loadWatched(db, serviceId);
	const crashed = watched && crashedContainer(watched, containers);
	if (!crashed) return;
	const ended = {
		...crashed,
		exitCode: await exitCodeOf(crashed, { watched, runtime: engine.runtime })
	};
	const lines = await engine.runtime.lastLines(crashed.name, 50);
	const returned = await returnAfterCrash(
		{ db, queue, vault, actor: system(), clock: () => new Date() },
		{
			serviceId,
			releaseId: watched.release,
			what: whatHappened(ended, watched),
			lastLines: lines.filter((line) => line.trim() !== '').slice(-5)
		}
	);
	if (!returned) return;
	await say(world, watched.deployment, returned.message);
	if (returned.deploymentId) await say(world, returned.deploymentId, returned.reason);
}

/** "crashed 12 s after going live with exit code 1" */
function whatHappened(ended: Container, { since, memoryBytes }: Watched): string {
	const seconds = Math.round(((ended.finishedAt?.getTime() ?? 0) - since.getTime()) / 1000);
	const after = `${seconds} s after going live`;
	if (ended.exitCode === null && !ended.outOfMemory) return `crashed ${after}`;
	const message = exitWords(ended, memoryBytes);
	const words = message.replace(/^ended /, '');
	return ended.outOfMemory ? `${words}, ${after}` : `crashed ${after} ${words}`;
}

/** One that runs again has no exit code any more, but the engine remembers the last it told. */
async function exitCodeOf(
	container: Container,
	{ watched, runtime }: { watched: Watched; runtime: Runtime }
): Promise<number | null> {
	if (container.exitCode !== null) return container.exitCode;
	const signal = AbortSignal.timeout(recallDeadline);
	const own = { [labels.service]: watched.service };
	for await (const event of runtime.events({ labels: own, since: watched.since, signal })) {
		if (event.kind === 'stopped' && event.container === container.name) return event.exitCode;
	}
	return null;
}

async function say(world: World, deploymentId: Id, text: string): Promise<void> {
	const { secrets } = await loadDeploymentSpec(world, { deploymentId });
	const log = await LogFile.open(world.paths.deploymentLog(deploymentId), { secrets });
	log.write('gantry', text, 'gantry');
	await log.close();
}
