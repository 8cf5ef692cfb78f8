import { describe, expect, it } from 'vitest';
import { readEnv } from '#env';
import type { Db } from '../db/client.ts';
import { readBody } from './body.ts';
import { parseJson } from './json.ts';
import { isSameOrigin } from './same-origin.ts';
import { readVisit } from './visit.ts';
import { whereTo } from './where-to.ts';

const db = { installation: { findUnique: () => Promise.resolve(null) } } as unknown as Db;
const env = readEnv({ GANTRY_PORT: '3000', GANTRY_BASE_DOMAIN: 'example.com' });
const visit = (host: string, forwardedFor: string | null = null) =>
	readVisit({ db, env }, { host, forwardedFor, socket: '127.0.0.1' });

describe('a visit', () => {
	it.each([
		['localhost:3000', 'http://localhost:3000'],
		['LOCALHOST:3000', 'http://localhost:3000'],
		['127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['[::1]:3000', 'http://[::1]:3000'],
		['gantry.example.com', 'https://gantry.example.com'],
		['Gantry.Example.com:443', 'https://gantry.example.com:443']
	])('by %s is at %s', async (host, origin) => {
		expect((await visit(host))?.origin).toBe(origin);
	});

	it.each([
		'',
		'evil.com',
		'localhost',
		'localhost:80',
		'localhost:3000.evil.com',
		'gantry.example.com.evil.com',
		'example.com',
		'app.example.com',
		'gantry.example.com:3000',
		'gantry.example.com@evil.com',
		'169.254.169.254:3000',
		'localhost:3000\\x'
	])('by %j is none', async (host) => {
		expect(await visit(host)).toBeNull();
	});

	it('believes a forwarded address from our own Caddy alone, and its last part', async () => {
		const forged = '1.1.1.1, 198.51.100.7';
		expect((await visit('localhost:3000', forged))?.address).toBe('127.0.0.1');
		expect((await visit('gantry.example.com', forged))?.address).toBe('198.51.100.7');
	});
});

describe('a request that changes something', () => {
	const origin = 'https://gantry.example.com';
	const allowed = (headers: Record<string, string>, method = 'POST') =>
		isSameOrigin(new Request(origin, { method, headers }), origin);

	it('comes from the panel itself', () => {
		expect(allowed({ origin })).toBe(true);
		expect(allowed({ origin, 'sec-fetch-site': 'same-origin' })).toBe(true);
	});

	it.each([
		[{}],
		[{ origin: 'null' }],
		[{ origin: 'https://evil.com' }],
		[{ origin: 'https://app.example.com' }],
		[{ origin: 'http://gantry.example.com' }],
		[{ origin: `${origin}.evil.com` }],
		[{ origin, 'sec-fetch-site': 'cross-site' }],
		[{ origin, 'sec-fetch-site': 'same-site' }],
		[{ 'sec-fetch-site': 'same-origin' }]
	])('is refused with %j, whatever its content type', (headers) => {
		const types = ['text/plain', 'APPLICATION/JSON', 'multipart/form-data', ''];
		for (const type of types) {
			for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
				expect(
					allowed({ ...headers, 'content-type': type } as Record<string, string>, method)
				).toBe(false);
			}
		}
	});

	it('is not one that only reads', () => {
		expect(allowed({ 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(true);
	});
});

describe('the way', () => {
	const base = { path: '/', method: 'GET', isClaimed: true, isSignedIn: false, wantsPage: true };
	const to = (change: Partial<Parameters<typeof whereTo>[0]>) =>
		whereTo({ ...base, route: '/(panel)', ...change });

	it('leads everything to the set-up first', () => {
		const isClaimed = false;
		expect(to({ isClaimed })).toEqual({ kind: 'redirect', to: '/setup' });
		expect(to({ isClaimed, route: '/(auth)/login' })).toEqual({ kind: 'redirect', to: '/setup' });
		expect(to({ isClaimed, route: null })).toEqual({ kind: 'redirect', to: '/setup' });
		expect(to({ isClaimed, route: '/(auth)/setup' }).kind).toBe('on');
		expect(to({ isClaimed, route: '/health' }).kind).toBe('on');
		expect(to({ isClaimed, wantsPage: false })).toEqual({ kind: 'refuse' });
	});

	it('leads to signing in, and back to where one wanted to go', () => {
		expect(to({ path: '/projects/x?tab=logs' })).toEqual({
			kind: 'redirect',
			to: '/login?next=%2Fprojects%2Fx%3Ftab%3Dlogs'
		});
		expect(to({ method: 'POST', path: '/x' })).toEqual({ kind: 'redirect', to: '/login' });
		expect(to({ wantsPage: false })).toEqual({ kind: 'refuse' });
	});

	it('is closed unless it is known to be open', () => {
		for (const route of ['/(panel)/projects', '/(panel)/events', '/new-thing', '/(auth)/invite']) {
			expect(to({ route }).kind).toBe('redirect');
		}
		for (const route of ['/(auth)/login', '/api/v1/deploy', '/hooks/github/[service]', '/health']) {
			expect(to({ route }).kind).toBe('on');
		}
		expect(to({ isSignedIn: true }).kind).toBe('on');
	});
});

describe('JSON from outside', () => {
	const parse = (text: string) => parseJson(Buffer.from(text));

	it('is parsed', () => {
		expect(parse('{"a":["\\"[[[[", {"b":null}]}')).toEqual({ a: ['"[[[[', { b: null }] });
	});

	it.each([
		'{"__proto__":{"isAdmin":true}}',
		'{"a":[{"constructor":1}]}',
		'['.repeat(21) + ']'.repeat(21),
		'{',
		'',
		'NaN'
	])('%j is refused', (text) => {
		expect(() => parse(text)).toThrowError(expect.objectContaining({ status: 400 }));
	});

	it('is looked at in time that grows with its length alone', () => {
		const hostile = '"' + '\\"'.repeat(2_000_000);
		const begin = performance.now();
		expect(() => parse(hostile)).toThrow();
		expect(performance.now() - begin).toBeLessThan(10_000);
	});
});

describe('a body', () => {
	const stream = (chunks: number, bytes: number) =>
		new ReadableStream<Uint8Array>({
			pull(controller) {
				if (chunks-- > 0) controller.enqueue(new Uint8Array(bytes));
				else controller.close();
			}
		});
	const request = (body: ReadableStream<Uint8Array>, headers = {}) =>
		new Request('http://x/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

	it('is read up to its limit', async () => {
		expect((await readBody(request(stream(10, 100)), 1000)).length).toBe(1000);
	});

	it('is not read further, whatever it declares', async () => {
		await expect(readBody(request(stream(1e9, 100)), 1000)).rejects.toMatchObject({ status: 413 });
		const declared = request(stream(0, 0), { 'content-length': '1001' });
		await expect(readBody(declared, 1000)).rejects.toMatchObject({ status: 413 });
	});
});
