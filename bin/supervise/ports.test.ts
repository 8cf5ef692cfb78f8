import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { checkPorts, describeTaken } from './ports.ts';

const http = { port: 80, setting: 'GANTRY_HTTP_PORT', what: 'HTTP' };

test('names the program that holds a port, and the setting that changes it', () => {
	expect(describeTaken(http, { pid: 812, name: 'nginx' })).toBe(
		'Port 80, for HTTP, is held by nginx (process 812): stop it, or set GANTRY_HTTP_PORT to another port.'
	);
	expect(describeTaken(http, 'unknown')).toContain('held by another program');
});

test('says all problems at once', async () => {
	const server = createServer().listen(0);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const wanted = [
		{ port, setting: 'GANTRY_PORT', what: 'the panel' },
		{ port, setting: 'GANTRY_HTTPS_PORT', what: 'HTTPS' }
	];
	const failure = checkPorts(wanted, true);
	await expect(failure).rejects.toMatchObject({
		code: 'ports_unusable',
		hint: expect.stringMatching(
			/^Port.*the panel.*\n.*both.*\nPort.*HTTPS.*\n.*both.*$/ satisfies RegExp
		) as string
	});
	server.close();
});

test('asks an ordinary user for a port from 1024 up', async () => {
	await expect(checkPorts([{ ...http, port: 1 }], false)).rejects.toMatchObject({
		hint: expect.stringContaining('is for root only: set GANTRY_HTTP_PORT to') as string
	});
});
