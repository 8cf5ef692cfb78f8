import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { listeningInodes, portHolder } from './port-holder.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 24680 1 0000000000000000 100 0 0 10 0
   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 13579 1 0000000000000000 100 0 0 10 0
   2: 0100007F:9C40 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 11111 1 0000000000000000 100 0 0 10 0
`;

test('finds the sockets that listen on a port', () => {
	expect(listeningInodes(table, 80)).toEqual(['24680']);
	expect(listeningInodes(table, 3000)).toEqual(['13579']);
});

test('does not take a connection to the port for a listener', () => {
	expect(listeningInodes(table, 40000)).toEqual([]);
	expect(listeningInodes(table, 8080)).toEqual([]);
});

test('names the program that holds a port', async () => {
	const server = createServer().listen(0);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	expect(await portHolder(port)).toMatchObject({ pid: process.pid });
	server.close();
	await once(server, 'close');
	expect(await portHolder(port)).toBeNull();
});
