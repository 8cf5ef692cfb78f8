import { isIPv4 } from 'node:net';
import type { HostCheck } from '#lib/server/live/port.ts';
import { isLoopback, isPublic } from './own-addresses.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface CheckHostOptions {
	resolve: ResolveHost;
	/** This machine's addresses, public ones first. */
	own: string[];
	/** Behind address translation, where its own DNS leads is taken for this machine's address. */
	panelDomain: string;
}

/** Does a host's DNS point at this machine? Names under localhost always do. */
export async function checkHost(host: string, options: CheckHostOptions): Promise<HostCheck> {
	const { resolve, panelDomain } = options;
	const seen = isLocal(panelDomain) ? [] : await resolve(panelDomain).catch(() => []);
	const own = knownAddresses(options.own, seen);
	const expected = own.some(isPublic) ? own.filter(isPublic) : own;
	if (isLocal(host)) {
		return { pointsHere: true, detail: `${host} always means this machine.`, expected };
	}
	let found: string[];
	try {
		found = host === panelDomain ? seen : await resolve(host);
	} catch {
		const detail = `DNS did not answer for ${host}; it is asked again.`;
		return { pointsHere: false, detail, expected };
	}
	const elsewhere = found.filter((address) => !own.includes(address) && !isLoopback(address));
	if (found.length > 0 && elsewhere.length === 0) {
		return { pointsHere: true, detail: `${host} points here (${found.join(', ')}).`, expected };
	}
	return {
		pointsHere: false,
		detail: whatToChange(host, { elsewhere, found, expected }),
		expected
	};
}

function isLocal(host: string): boolean {
	return host === 'localhost' || host.endsWith('.localhost');
}

/** What the machine says of itself; of a kind of which it has no public address, what the panel's DNS says. */
function knownAddresses(own: string[], seen: string[]): string[] {
	const trusted = seen.filter(
		(address) =>
			!isLoopback(address) &&
			!own.some((mine) => isPublic(mine) && isIPv4(mine) === isIPv4(address))
	);
	return [...new Set([...own, ...trusted])];
}

function whatToChange(
	host: string,
	{ elsewhere, found, expected }: { elsewhere: string[]; found: string[]; expected: string[] }
): string {
	const wanted = expected.length > 0 ? expected.join(' or ') : 'the public address of this server';
	const [first] = elsewhere;
	if (first === undefined) return `${host} has no A record yet, expected ${wanted}`;
	const record = isIPv4(first) ? 'A' : 'AAAA';
	// An authority may ask any of the addresses: one stale record is enough to fail.
	const also = found.length > elsewhere.length ? '; remove this record' : '';
	return `${record} record of ${host} is ${elsewhere.join(', ')}, expected ${wanted}${also}`;
}
