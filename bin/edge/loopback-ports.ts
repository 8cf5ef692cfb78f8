import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { EdgePorts } from '#caddy/installed.ts';

/** The kept ports while those of names are free, else new ones in their place. Caddy's may be in use by itself. */
export async function usablePorts(kept: EdgePorts | null): Promise<EdgePorts> {
	if (kept && (await isFree(kept.ask)) && (await isFree(kept.pages))) return kept;
	const [ask, pages, sites] = await freePorts();
	return { ask, pages, sites: kept?.sites ?? sites };
}

/** The same ports when that of Caddy's inner server is free, else with another one for it. Caddy must not run. */
export async function withFreeSites(kept: EdgePorts): Promise<EdgePorts> {
	if (await isFree(kept.sites)) return kept;
	const [sites] = await freePorts();
	return { ...kept, sites };
}

async function isFree(port: number): Promise<boolean> {
	return (await hold(port).then(release, () => null)) === port;
}

/** All are held together, so that they differ. */
async function freePorts(): Promise<[number, number, number]> {
	const [first, second, third] = [await hold(0), await hold(0), await hold(0)];
	return [await release(first), await release(second), await release(third)];
}

async function hold(port: number) {
	const server = createServer();
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

async function release(server: Awaited<ReturnType<typeof hold>>): Promise<number> {
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
