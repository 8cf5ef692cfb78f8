import { gitCheckout } from './git-checkout.ts';
import { createHostGuard } from './host-guard.ts';
import { type GitLimits, gitLimits } from './limits.ts';
import type { Checkout } from './port.ts';
import { gitVersion } from './run-git.ts';
import { wholeCheckout } from './whole-checkout.ts';
import { withSamples } from './with-samples.ts';

/** Bytes of a transfer that isomorphic-git holds in memory as a whole, some of it twice. */
const mostHeld = 128 * 2 ** 20;

/**
 * Repositories of Git hosts, and our own samples. Through the git program where there is one that can pin a
 * host's address (2.37 or later), else through isomorphic-git.
 */
export async function openCheckout({
	root,
	allowPrivateHosts,
	limits = gitLimits
}: {
	root: string;
	allowPrivateHosts: readonly string[];
	limits?: GitLimits;
}): Promise<Checkout> {
	const options = {
		root,
		allowPrivateHosts,
		limits,
		guard: createHostGuard({ allowPrivateHosts })
	};
	const [major, minor] = (await gitVersion(AbortSignal.timeout(10_000))) ?? [0, 0];
	const canPin = major > 2 || (major === 2 && minor >= 37);
	if (canPin) return withSamples(wholeCheckout(gitCheckout(options), options), options);
	// Seldom needed, and large.
	const { isomorphicCheckout } = await import('./isomorphic-checkout.ts');
	const held = { ...options, limits: { ...limits, bytes: Math.min(limits.bytes, mostHeld) } };
	return withSamples(wholeCheckout(isomorphicCheckout(held), held), options);
}
