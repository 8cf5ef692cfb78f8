import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ReachProofs } from '#engine/names/reach.ts';
import { makeOwnCertificate } from '../../e2e/fixtures/certificate.ts';
import { leadsHere } from './leads-here.ts';

const host = 'shop.example.com';
const here = '127.0.0.1';
const proofs = new ReachProofs();
const names = { proveReach: async () => proofs.make() };
const open: Server[] = [];
afterEach(() => {
	for (const server of open.splice(0)) server.close().closeAllConnections();
});

async function listening(server: Server): Promise<number> {
	open.push(server);
	await once(server.listen(0, here), 'listening');
	return (server.address() as AddressInfo).port;
}

/** As the edge answers. */
const edge: RequestListener = (request, response) =>
	response.end(request.headers.host === host ? proofs.answerTo(request.url ?? '') : 'no site');
const shut = 1;

async function asked(
	listener: RequestListener,
	{
		addresses = [here],
		https = shut,
		ca
	}: { addresses?: string[]; https?: number; ca?: string } = {}
) {
	const http = await listening(createServer(listener));
	const given = { ports: { http, https }, mayAsk: () => true, ...(ca && { ca }) };
	return leadsHere(names, given)(host, addresses);
}

test('a host leads here when this machine’s own answer comes back from each of its addresses', async () => {
	expect(await asked(edge)).toBe(true);
	expect(await asked(edge, { addresses: [here, '127.0.0.2'] })).toBe(false);
});

test.each<[string, RequestListener]>([
	['another site', (_request, response) => response.end('Welcome')],
	['another Gantry', (request, response) => response.end(new ReachProofs().answerTo(request.url!))],
	['an answer without end', (_request, response) => response.end('0'.repeat(100_000))],
	[
		'a redirect elsewhere',
		(_request, response) => {
			response.writeHead(302, { location: 'https://other.example.com/' }).end();
		}
	],
	['a connection that breaks', (request) => request.destroy()]
])('it does not when %s answers', async (_title, listener) => {
	expect(await asked(listener)).toBe(false);
});

test('a proxy that sends visitors to HTTPS is asked there, if its certificate is good', async () => {
	const { certificate, key } = await makeOwnCertificate(host);
	const https = await listening(createSecureServer({ cert: certificate, key }, edge));
	const redirect: RequestListener = ({ url }, response) =>
		response.writeHead(301, { location: `https://${host}${url}` }).end();
	expect(await asked(redirect, { https, ca: certificate })).toBe(true);
	expect(await asked(redirect, { https })).toBe(false);
});

test('nothing is asked at addresses that only this machine may reach', async () => {
	let asked = 0;
	const http = await listening(createServer((_request, response) => response.end(String(++asked))));
	const ask = leadsHere(names, { ports: { http, https: shut } });
	for (const address of [
		here,
		'10.0.0.1',
		'169.254.169.254',
		'::1',
		'fd00::1',
		'::ffff:127.0.0.1'
	]) {
		expect(await ask(host, [address])).toBe(false);
	}
	expect(asked).toBe(0);
});

test('one that keeps silent is given up', async () => {
	const http = await listening(createServer(() => {}));
	const given = { ports: { http, https: shut }, mayAsk: () => true, deadline: 50 };
	expect(await leadsHere(names, given)(host, [here])).toBe(false);
});
