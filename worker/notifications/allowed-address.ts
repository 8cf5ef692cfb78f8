import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { isPublicAddress } from '#engine/checkout/host-guard.ts';
import { AppError } from '#engine/error.ts';

/** Which hosts notifications may go to. */
export interface Reach {
	/** Of those on private addresses. */
	allowPrivateHosts: readonly string[];
	resolve?: (host: string) => Promise<{ address: string }[]>;
}

/**
 * Resolves a host once and checks where it leads; the connection is then made to this very address, so that
 * no other answer of its DNS can lead into the server's own network.
 * Errors: host_unknown, host_private.
 */
export async function allowedAddress(
	host: string,
	{ allowPrivateHosts, resolve = (name) => lookup(name, { all: true }) }: Reach
): Promise<string> {
	const name = host.replace(/^\[|\]$/g, '').toLowerCase();
	const addresses = ipaddr.isValid(name)
		? [{ address: name }]
		: await resolve(name).catch((cause: unknown) => {
				throw new AppError('host_unknown', 502, `${name} was not found in DNS`, { cause });
			});
	const isAllowed =
		allowPrivateHosts.includes(name) || addresses.every(({ address }) => isPublicAddress(address));
	const first = addresses[0]?.address;
	if (isAllowed && first) return first;
	throw new AppError(
		'host_private',
		422,
		`${name} is on a private address, which notifications may not reach`,
		{ hint: `If it is your own, add it to GANTRY_ALLOW_PRIVATE_HOSTS and restart Gantry.` }
	);
}

/** Only hosts that may be private may be spoken to without TLS. Errors: host_private. */
export function checkScheme(url: URL, { allowPrivateHosts }: Reach): void {
	if (url.protocol === 'https:' || allowPrivateHosts.includes(url.hostname)) return;
	throw new AppError('host_private', 422, 'Only https:// is spoken to hosts on the internet');
}
