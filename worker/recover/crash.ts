import type { Container } from '#engine/runtime/port.ts';
import { labels, objectNames } from '#engine/spec.ts';
import type { Watched } from './watched.ts';

/** Exit codes of what was told to end: by a person, by Docker itself, by the machine going down. */
const told = new Set([0, 137, 143]);

/**
 * The container that crashed within the time in which its release is watched; null: none did. Docker's own
 * record is asked, so it does not matter who was looking at that moment.
 */
export function crashedContainer(
	{ service, deployment, isReturn, since, watchSeconds }: Watched,
	containers: Container[]
): Container | null {
	const prefix = objectNames.containers(service, deployment);
	const end = since.getTime() + watchSeconds * 1000;
	const crashed = containers.find((one) => {
		const at = one.finishedAt?.getTime() ?? 0;
		// What stayed because nothing had changed ran well before: it is not this deployment that broke it.
		const isTried = isReturn || one.labels[labels.deployment] === deployment;
		const isOwn = one.name.startsWith(prefix) && !one.labels[labels.process] && isTried;
		return isOwn && endedByItself(one) && at > since.getTime() && at <= end;
	});
	return crashed ?? null;
}

/** Docker restarted it, or it lies there with an exit code that nobody gave it. */
function endedByItself({ state, restarts, exitCode, outOfMemory }: Container): boolean {
	if (restarts > 0 || outOfMemory) return true;
	return state === 'exited' && exitCode !== null && !told.has(exitCode);
}
