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

/**
 * Reads a domain that is to be attached to an app. `baseDomain` and `panelHosts` are this
 * installation's own: their names are not for apps to take.
 */
export function parseDomain(
	text: string,
	own: { baseDomain: string; panelHosts: readonly string[] }
): HostResult {
	const result = parseHost(text);
	if (!result.ok) return result;
	const { host } = result;
	const deny = (reason: string) => refuse(`${host} is not allowed: ${reason}`);
	if (host === 'localhost') return deny('it always means the visitor’s own machine.');
	if (host === 'internal' || host.endsWith('.internal')) {
		return deny('names under .internal are private.');
	}
	if (own.panelHosts.includes(host)) return deny('it is the address of this panel.');
	if (host === own.baseDomain) return deny('it is the base domain of this installation.');
	if (parse(host, { allowPrivateDomains: true }).publicSuffix === host) {
		return deny('it is a public suffix, not one site’s own domain.');
	}
	const parent = host.slice(host.indexOf('.') + 1);
	if (parent === own.baseDomain) {
		return deny(`hosts directly under ${own.baseDomain} belong to the apps of those names.`);
	}
	return result;
}

/** "apex" for the registrable domain itself (needs A records), else "subdomain" (a CNAME will do). */
export function domainKind(host: string): 'apex' | 'subdomain' {
	return parse(host, { allowPrivateDomains: true }).domain === host ? 'apex' : 'subdomain';
}
