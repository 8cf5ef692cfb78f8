import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { portHolder } from './port-holder.ts';

test('names the program that holds a port, and nobody once it let go', async () => {
	const server = createServer().listen(0);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	expect(await portHolder(port)).toMatchObject({ pid: process.pid });
	server.close();
	await once(server, 'close');
	expect(await portHolder(port)).toBeNull();
});
