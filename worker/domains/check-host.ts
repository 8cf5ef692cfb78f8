import { isIPv4 } from 'node:net';
import type { HostCheck } from '#lib/server/live/port.ts';
import type { DnsState } from '#prisma/client/enums.ts';
import type { LeadsHere } from './leads-here.ts';
import { proxyAt } from './known-proxies.ts';
import { isLoopback, isPublic } from './own-addresses.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface CheckHostOptions {
	resolve: ResolveHost;
	/** Asked about what DNS does not tell by itself. */
	leadsHere: LeadsHere;
	/** This machine's addresses, public ones first. */
	own: string[];
	/** Behind address translation, where its own DNS leads is taken for this machine's address. */
	panelDomain: string;
}

/** What DNS says of a host. */
export interface DnsLook extends HostCheck {
	state: DnsState;
	/** Every address that it gave. */
	seen: string[];
}

/** Stands for the names of a wildcard that nobody has given a record of their own. */
const anyName = 'gantry-dns-check';

/**
 * Does a host lead to this machine, by its DNS or, where that names another address, by a question from outside?
 * Names under localhost always do.
 */
export async function checkHost(host: string, options: CheckHostOptions): Promise<DnsLook> {
	const { resolve, panelDomain } = options;
	const ofPanel = isLocal(panelDomain) ? [] : await resolve(panelDomain).catch(() => []);
	const own = knownAddresses(options.own, ofPanel);
	const expected = own.some(isPublic) ? own.filter(isPublic) : own;
	const look = (state: DnsState, detail: string, seen: string[] = []) => ({
		pointsHere: state === 'here',
		detail,
		expected,
		state,
		seen
	});
	if (isLocal(host)) return look('here', `${host} always means this machine.`);
	const name = host.replace(/^\*/, anyName);
	let seen: string[];
	try {
		seen = host === panelDomain ? ofPanel : await resolve(name);
	} catch {
		return look('waiting', `DNS did not answer for ${host}; it is asked again.`);
	}
	const elsewhere = seen.filter((address) => !own.includes(address) && !isLoopback(address));
	if (seen.length > 0 && elsewhere.length === 0) {
		return look('here', `${host} points here (${seen.join(', ')}).`, seen);
	}
	if (elsewhere.length > 0 && (await options.leadsHere(name, elsewhere))) {
		return look('here', `${host} leads here, by way of ${elsewhere.join(', ')}.`, seen);
	}
	const proxy = elsewhere.length === seen.length ? proxyOf(elsewhere) : null;
	if (proxy !== null) return look('proxied', behindProxy(host, proxy), seen);
	const state = seen.length === 0 ? 'waiting' : 'elsewhere';
	return look(state, whatToChange(host, { elsewhere, seen, expected }), seen);
}

function isLocal(host: string): boolean {
	return host === 'localhost' || host.endsWith('.localhost');
}

/** What the machine says of itself; of a kind of which it has no public address, what the panel's DNS says. */
function knownAddresses(own: string[], ofPanel: string[]): string[] {
	const trusted = ofPanel.filter(
		(address) =>
			!isLoopback(address) &&
			!own.some((mine) => isPublic(mine) && isIPv4(mine) === isIPv4(address))
	);
	return [...new Set([...own, ...trusted])];
}

/** Whose proxy all of them are. */
function proxyOf(addresses: string[]): string | null {
	const [first, ...others] = addresses.map(proxyAt);
	return first !== undefined && others.every((other) => other === first) ? first : null;
}

function behindProxy(host: string, proxy: string): string {
	return `${host} is behind ${proxy}’s proxy, and what is asked there does not arrive here. Have it lead to this server, or switch the proxy off for this record (“DNS only”) until the certificate is here.`;
}

function whatToChange(
	host: string,
	{ elsewhere, seen, expected }: { elsewhere: string[]; seen: string[]; expected: string[] }
): string {
	const wanted = expected.length > 0 ? expected.join(' or ') : 'the public address of this server';
	const [first] = elsewhere;
	if (first === undefined) return `${host} has no A record yet, expected ${wanted}`;
	const record = isIPv4(first) ? 'A' : 'AAAA';
	// An authority may ask any of the addresses: one stale record is enough to fail.
	const also = seen.length > elsewhere.length ? '; remove this record' : '';
	return `${record} record of ${host} is ${elsewhere.join(', ')}, expected ${wanted}${also}`;
}
