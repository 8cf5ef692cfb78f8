import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { EdgePorts } from '#caddy/installed.ts';

/** The kept ports while both are free, else new ones. */
export async function usablePorts(kept: EdgePorts | null): Promise<EdgePorts> {
	if (kept && (await isFree(kept.ask)) && (await isFree(kept.pages))) return kept;
	const [ask, pages] = await freePorts();
	return { ask, pages };
}

async function isFree(port: number): Promise<boolean> {
	return (await hold(port).then(release, () => null)) === port;
}

/** Both are held together, so that they differ. */
async function freePorts(): Promise<[number, number]> {
	const [first, second] = [await hold(0), await hold(0)];
	return [await release(first), await release(second)];
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
