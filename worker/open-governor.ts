import { findGovernor } from '#engine/build/governor/find-governor.ts';
import type { Governor } from '#engine/build/governor/port.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import type { Env } from '#env';

/** An engine that was restarted may put builds elsewhere since. */
const believedMs = 5 * 60_000;

/** What holds the builds of this machine's engine, found when it is first asked for. Errors: docker_unreachable. */
export function openGovernor({ DOCKER_HOST: dockerHost }: Env): () => Promise<Governor> {
	const docker = connectDocker(dockerHost);
	let found: { governor: Promise<Governor>; at: number } | null = null;
	return () => {
		if (found && performance.now() - found.at < believedMs) return found.governor;
		const now = { governor: findGovernor(docker, { dockerHost }), at: performance.now() };
		found = now;
		now.governor.catch(() => {
			if (found === now) found = null;
		});
		return now.governor;
	};
}
