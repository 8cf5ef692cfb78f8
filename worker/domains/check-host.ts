import { isIPv4 } from 'node:net';
import type { HostCheck } from '#lib/server/live/port.ts';
import { isLoopback, isPublic } from './own-addresses.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface CheckHostOptions {
	resolve: ResolveHost;
	/** This machine's addresses, public ones first. */
	own: string[];
	/** Where the panel answers: behind address translation, its DNS knows the address that others see. */
	panelDomain: string;
	baseDomain: string;
}

/** Does a host's DNS point at this machine? Names that need no DNS always do. */
export async function checkHost(host: string, options: CheckHostOptions): Promise<HostCheck> {
	const { resolve, own, panelDomain, baseDomain } = options;
	const seen = isLocal(panelDomain) ? [] : await resolve(panelDomain).catch(() => []);
	const all = [...new Set([...own, ...seen.filter((address) => !isLoopback(address))])];
	const expected = all.some(isPublic) ? all.filter(isPublic) : all;
	if (isLocal(host) || host.endsWith(`.${baseDomain}`)) {
		return { pointsHere: true, detail: `${host} needs no DNS record of its own.`, expected };
	}
	let found: string[];
	try {
		found = await resolve(host);
	} catch {
		const detail = `DNS did not answer for ${host}; it is asked again.`;
		return { pointsHere: false, detail, expected };
	}
	const elsewhere = found.filter((address) => !all.includes(address) && !isLoopback(address));
	if (found.length > 0 && elsewhere.length === 0) {
		return { pointsHere: true, detail: `${host} points here (${found.join(', ')}).`, expected };
	}
	return {
		pointsHere: false,
		detail: whatToChange(host, { elsewhere, found, expected }),
		expected
	};
}

function whatToChange(
	host: string,
	{ elsewhere, found, expected }: { elsewhere: string[]; found: string[]; expected: string[] }
): string {
	const wanted = expected.length > 0 ? expected.join(' or ') : 'the public address of this server';
	const record = (address: string) => (isIPv4(address) ? 'A' : 'AAAA');
	const [first] = elsewhere;
	if (first === undefined) return `${host} has no A record yet, expected ${wanted}`;
	// An authority may ask any of the addresses: one stale record is enough to fail.
	const also = found.length > elsewhere.length ? '; remove this record' : '';
	return `${record(first)} record of ${host} is ${elsewhere.join(', ')}, expected ${wanted}${also}`;
}

function isLocal(host: string): boolean {
	return host === 'localhost' || host.endsWith('.localhost');
}
