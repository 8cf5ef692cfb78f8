import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { decode, encode, streamDecode, streamEncode } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesClient } from './client.ts';
import { probeNames } from './dns/probe.ts';
import type { Names } from './port.ts';
import { startedNames } from './testing/started-names.ts';

let started: Awaited<ReturnType<typeof startedNames>>;
let names: Names;

const target = { address: '10.0.0.1', port: 3000 };

beforeAll(async () => {
	started = await startedNames({ httpsPort: 8443 });
	names = namesClient(started.settings.controlSocket);
	await names.replace({
		live: { hosts: [{ host: 'live.test', certificate: true }], state: 'live', targets: [target] },
		starting: {
			hosts: [{ host: 'starting.test', certificate: true }],
			state: 'starting',
			targets: []
		},
		stopped: {
			hosts: [{ host: 'stopped.test', certificate: true }],
			state: 'stopped',
			targets: [target]
		},
		pending: {
			hosts: [{ host: 'pending.test', certificate: false }],
			state: 'starting',
			targets: []
		}
	});
});

afterAll(() => started.stop());

function visit(host: string, headers: Record<string, string> = {}, path = '/') {
	return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
		(resolve, reject) => {
			const port = started.settings.pagesPort;
			const options = { host: '127.0.0.1', port, path, headers: { host, ...headers } };
			httpRequest(options, (response) => {
				let body = '';
				response.setEncoding('utf8').on('data', (text: string) => (body += text));
				response.on('end', () =>
					resolve({ status: response.statusCode!, headers: response.headers, body })
				);
			})
				.on('error', reject)
				.end();
		}
	);
}

const secure = { 'x-forwarded-proto': 'https' };

describe('the inner pages', () => {
	it('answer 404 for a host of nobody', async () => {
		const page = await visit('nobody.test', secure);
		expect(page.status).toBe(404);
		expect(page.body).toContain('No site here');
		expect(page.body).not.toContain('http-equiv="refresh"');
	});

	it('answer 503 and look again while a site is being deployed', async () => {
		const page = await visit('starting.test', secure);
		expect(page.status).toBe(503);
		expect(page.headers['retry-after']).toBe('2');
		expect(page.body).toContain('<meta http-equiv="refresh" content="2"');
	});

	it('answer 503 for a stopped site', async () => {
		const page = await visit('stopped.test', secure);
		expect(page.status).toBe(503);
		expect(page.body).toContain('stopped');
		expect(page.headers['retry-after']).toBeDefined();
	});

	it('answer 502 when Caddy says that the app failed', async () => {
		const page = await visit('live.test', { ...secure, 'gantry-page': 'failed' });
		expect(page.status).toBe(502);
	});

	it('send HTTP to HTTPS with its port, path and query', async () => {
		const page = await visit('live.test:8080', {}, '/a/b?c=%20d');
		expect(page.status).toBe(308);
		expect(page.headers.location).toBe('https://live.test:8443/a/b?c=%20d');
	});

	it('do not send a host to HTTPS that may have no certificate', async () => {
		expect((await visit('pending.test')).status).toBe(503);
		expect((await visit('nobody.test')).status).toBe(404);
	});

	it('escape the host and ask the browser for nothing else', async () => {
		const page = await visit('<script>alert(1)</script>"\'&', secure);
		expect(page.body).not.toContain('<script>');
		expect(page.body).toContain('&lt;script&gt;');
		expect(page.body).not.toMatch(/(src|href)=/);
		expect(page.headers['content-security-policy']).toContain("default-src 'none'");
	});
});

describe('ask', () => {
	const ask = async (domain: string) => {
		const url = `http://127.0.0.1:${started.settings.askPort}/ask?domain=${encodeURIComponent(domain)}`;
		return (await fetch(url)).status;
	};

	it('permits a host that may have a certificate, and no other', async () => {
		expect(await ask('live.test')).toBe(200);
		expect(await ask('LIVE.test')).toBe(200);
		expect(await ask('pending.test')).toBe(403);
		expect(await ask('nobody.test')).toBe(404);
		expect(await ask('../../etc')).toBe(404);
		expect(await ask('')).toBe(404);
	});

	it('lets a host wait after five tries without a certificate, until it is allowed anew', async () => {
		const hosts = [{ host: 'tries.test', certificate: true }];
		await names.update('tries', { hosts });
		const answers: number[] = [];
		for (let tries = 0; tries < 6; tries++) answers.push(await ask('tries.test'));
		expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
		await names.update('tries', { hosts: [{ host: 'tries.test', certificate: false }] });
		await names.update('tries', { hosts });
		expect(await ask('tries.test')).toBe(200);
	});

	it('counts the tries of all names of a wildcard together', async () => {
		await names.update('wild', { hosts: [{ host: '*.wild.test', certificate: true }] });
		const answers: number[] = [];
		for (const name of 'abcdef') answers.push(await ask(`${name}.wild.test`));
		expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
	});

	it('never holds up a host whose certificate is in store', async () => {
		const folder = join(started.settings.caddyStorage, 'certificates/local/stored.test');
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'stored.test.crt'), 'pem');
		await names.update('stored', { hosts: [{ host: 'stored.test', certificate: true }] });
		for (let tries = 0; tries < 8; tries++) expect(await ask('stored.test')).toBe(200);
	});
});

describe('DNS', () => {
	const query = {
		type: 'query' as const,
		id: 5,
		questions: [{ name: 'live.test.edge.internal', type: 'SRV' as const }]
	};

	function exchange(bytes: Uint8Array): Promise<Buffer | null> {
		return new Promise((resolve, reject) => {
			const socket = connect(started.settings.dnsSocket, () => socket.write(bytes));
			socket.once('data', (data) => {
				resolve(data as Buffer);
				socket.destroy();
			});
			socket.once('close', () => resolve(null));
			socket.once('error', reject);
		});
	}

	it('answers bare queries, as Go sends them, and ones with a length', async () => {
		expect(decode((await exchange(encode(query)))!).answers).toHaveLength(1);
		expect(streamDecode((await exchange(streamEncode(query)))!)?.answers).toHaveLength(1);
	});

	it('hangs up on garbage and goes on answering', async () => {
		expect(await exchange(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBeNull();
		await probeNames(started.settings.dnsSocket, AbortSignal.timeout(2_000));
	});

	it('answers with a change as soon as it is acknowledged', async () => {
		for (let port = 4000; port < 4020; port++) {
			await names.update('live', { targets: [{ address: '10.0.0.2', port }] });
			const [answer] = decode((await exchange(encode(query)))!).answers!;
			expect(answer).toMatchObject({ data: { port } });
		}
	});
});
