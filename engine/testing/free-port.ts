import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range that Linux takes the ports of outgoing connections from: one of those may hold any other. */
const [first, last] = [15_000, 32_000];
const given = new Set<number>();

/** A TCP port that nothing holds, on no address of this machine, and that was not given before. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = first + Math.floor(Math.random() * (last - first));
		if (given.has(port)) continue;
		given.add(port);
		const server = createServer().listen(port);
		try {
			await once(server, 'listening');
		} catch {
			continue;
		}
		server.close();
		await once(server, 'close');
		return port;
	}
}
