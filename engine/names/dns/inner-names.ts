import type { Site } from '../table.ts';

const suffix = '.site.edge.internal';
const pattern = /^[a-z0-9-]+\.([a-z0-9-]+)\.([a-z0-9-]+)\.site\.edge\.internal$/;

/** The name by which Caddy reaches its own gate, at the same inner server (caddy/gate.ts). */
export const gateName = 'gate.edge.internal';

/**
 * The name by which Caddy reaches a release of finished files, `<before>.<release>.<service>.site.edge.internal`.
 * It stands for the address of Caddy's inner server and says by its labels which folder is meant:
 * caddy/sites-server.ts reads them. Only what was live before of the same service is named.
 */
export function siteName({ live, before }: Site): string {
	const [service, release] = live.split('/');
	const [owner, previous] = before?.split('/') ?? [];
	return `${owner === service ? previous : 'none'}.${release}.${service}${suffix}`;
}

/** `upstream` as Caddy says it, with the port. */
export const isGateName = (upstream: string): boolean =>
	upstream.replace(/\.?:\d+$/, '') === gateName;

export function isSiteName(name: string): boolean {
	return pattern.test(name);
}

/** The folder that such a name stands for; null for any other name. */
export function folderOf(name: string): string | null {
	const [, release, service] = pattern.exec(name) ?? [];
	return release === undefined ? null : `${service}/${release}`;
}
