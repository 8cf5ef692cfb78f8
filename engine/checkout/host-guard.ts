import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { AppError } from '../error.ts';
import type { GitUrl } from './git-url.ts';

export interface HostGuard {
	/** Resolves once and checks; the connection is then made to this very address. */
	address(url: GitUrl, options: { signal: AbortSignal }): Promise<string>;
}

/** Only the public internet is `unicast`; loopback, link-local, private, CGNAT, ULA and the like have names of their own. */
export function isPublicAddress(address: string): boolean {
	return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Keeps a URL that a person gave from reaching into the server's own network (SSRF).
 * Errors: git_host_unreachable when the name does not resolve, git_host_private when it is not public.
 */
export function createHostGuard({
	allowPrivateHosts,
	resolve = (host) => lookup(host, { all: true })
}: {
	allowPrivateHosts: readonly string[];
	resolve?: (host: string) => Promise<{ address: string }[]>;
}): HostGuard {
	return {
		async address({ host }, { signal }) {
			signal.throwIfAborted();
			const name = host.replace(/^\[|\]$/g, '');
			const addresses = ipaddr.isValid(name)
				? [{ address: name }]
				: await resolve(name).catch((cause: unknown) => {
						throw new AppError('git_host_unreachable', 502, `The Git host ${host} was not found`, {
							hint: 'Check the spelling of the host name, and the DNS of this server.',
							field: 'url',
							cause
						});
					});
			const isAllowed =
				allowPrivateHosts.includes(host) || addresses.every((one) => isPublicAddress(one.address));
			const first = addresses[0]?.address;
			if (isAllowed && first) return first;
			throw new AppError(
				'git_host_private',
				422,
				`The Git host ${host} is on a private address, which is not allowed`,
				{
					hint: `If it is your own, add it to GANTRY_ALLOW_PRIVATE_HOSTS=${host} and restart Gantry.`,
					field: 'url'
				}
			);
		}
	};
}
