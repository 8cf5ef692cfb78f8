import type { Env } from '#env';
import type { Db } from '../db/client.ts';
import { knownNames } from '../settings/known-names.ts';

/** How a request came: under which name, and from whom. */
export interface Visit {
	/** As the browser sees it: https://gantry.example.com, http://localhost:3000. */
	origin: string;
	isHttps: boolean;
	/** The client's address; null when it is not known. */
	address: string | null;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Host header → name and port; null when it is none. */
function splitHost(header: string): { name: string; port: number | null } | null {
	const [, name, port] = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(header) ?? [];
	if (name === undefined) return null;
	return { name: name.toLowerCase(), port: port === undefined ? null : Number(port) };
}

/**
 * Which of its own names the panel was called by; null for any other, so that no absolute URL, cookie
 * or forwarded address ever rests on a name that someone made up.
 */
export async function readVisit(
	{ db, env }: { db: Db; env: Env },
	{ host, forwardedFor, socket }: { host: string; forwardedFor: string | null; socket: string }
): Promise<Visit | null> {
	const called = splitHost(host);
	if (!called) return null;
	const { name, port } = called;
	if (loopback.has(name)) {
		if ((port ?? 80) !== env.GANTRY_PORT) return null;
		return { origin: `http://${host.toLowerCase()}`, isHttps: false, address: socket };
	}
	if (name !== (await knownNames(db, env)).panelDomain) return null;
	if (port !== null && port !== env.GANTRY_HTTPS_PORT) return null;
	// Only our own Caddy calls the panel by this name; it appends the address it saw, which is the last one.
	const address = forwardedFor?.split(',').at(-1)?.trim() || null;
	return { origin: `https://${host.toLowerCase()}`, isHttps: true, address };
}
