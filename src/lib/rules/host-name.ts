import { parse } from 'tldts';

export type HostResult = { ok: true; host: string } | { ok: false; message: string };

const shape = 'Enter only a host name, e.g. app.example.com';
const refuse = (message: string): HostResult => ({ ok: false, message });
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads a host name as a person types it: lower case, international names in their ASCII form. */
export function parseHost(text: string): HostResult {
	const typed = text.trim().replace(/\.$/, '');
	// Braces are placeholders to Caddy, white space and control characters have no place in a host name.
	if (/[{}\s\p{Cc}\p{Cf}]/u.test(typed)) return refuse('Invalid host name.');
	if (typed.startsWith('*.')) {
		return refuse(`${typed} is not allowed: name each host, wildcards are not supported.`);
	}
	if (typed === '' || /[^\p{L}\p{M}\p{N}.-]/u.test(typed)) return refuse(shape);
	const host = URL.parse(`http://${typed}`)?.hostname ?? '';
	if (host === '') return refuse(shape);
	if (/^\d+(\.\d+)*$/.test(host)) {
		return refuse(`${typed} is not allowed: it is an IP address, a certificate needs a host name.`);
	}
	if (host.length > 253 || !host.split('.').every((part) => label.test(part))) return refuse(shape);
	return { ok: true, host };
}

const wildcard = '*.';

/**
 * Reads a domain that is to be attached to an app; `*.example.com` stands for all names directly below
 * it. `baseDomain` and `panelHosts` are this installation's own: their names are not for apps to take.
 */
export function parseDomain(
	text: string,
	own: { baseDomain: string; panelHosts: readonly string[] }
): HostResult {
	const typed = text.trim();
	const below = typed.startsWith(wildcard) ? wildcard : '';
	const rest = typed.slice(below.length);
	if (rest.startsWith('*')) return refuse(shape);
	const result = parseHost(rest);
	if (!result.ok) return result;
	const { host } = result;
	const name = below + host;
	const deny = (reason: string) => refuse(`${name} is not allowed: ${reason}`);
	if (host === 'localhost') return deny('it always means the visitor’s own machine.');
	if (host === 'internal' || host.endsWith('.internal')) {
		return deny('names under .internal are private.');
	}
	if (own.panelHosts.includes(name)) return deny('it is the address of this panel.');
	if (name === own.baseDomain) return deny('it is the base domain of this installation.');
	if (parse(host, { allowPrivateDomains: true }).publicSuffix === host) {
		return deny(`${host} is a public suffix, not one site’s own domain.`);
	}
	const parent = name.slice(name.indexOf('.') + 1);
	if (parent === own.baseDomain) {
		return deny(`hosts directly under ${own.baseDomain} belong to the apps of those names.`);
	}
	// With the names that stand for it, it must still be a host name.
	return name.length > 253 ? refuse(shape) : { ok: true, host: name };
}

export type DomainKind = 'apex' | 'subdomain' | 'wildcard';

/**
 * "apex" for the registrable domain itself (needs address records), "subdomain" below it (a CNAME will
 * do), "wildcard" for all names below one.
 */
export function domainKind(host: string): DomainKind {
	if (host.startsWith(wildcard)) return 'wildcard';
	return zoneOf(host) === host ? 'apex' : 'subdomain';
}

/** "www.example.com" for "example.com" and the other way round; null for any other name. */
export function twinOf(host: string): string | null {
	if (domainKind(host) === 'apex') return `www.${host}`;
	return host === `www.${zoneOf(host)}` ? zoneOf(host) : null;
}

/** Where its records are managed, and under which name there: "@" for the domain itself. */
export function placeInZone(host: string): { zone: string; name: string } {
	const zone = zoneOf(host);
	return { zone, name: host === zone ? '@' : host.slice(0, -zone.length - 1) };
}

/** The registrable domain, by the public suffix list; a name that has none is its own. */
function zoneOf(host: string): string {
	const bare = host.startsWith(wildcard) ? host.slice(wildcard.length) : host;
	return parse(bare, { allowPrivateDomains: true }).domain ?? bare;
}
