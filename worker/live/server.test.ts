import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '#engine/error.ts';
import { connectLive } from '#lib/server/live/client.ts';
import type { Live } from '#lib/server/live/port.ts';
import { startLiveServer } from './server.ts';

let folder: string;
let closing: (() => Promise<unknown>)[];
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-live-'));
	closing = [];
});
afterEach(async () => {
	for (const close of closing) await close();
	await rm(folder, { recursive: true });
});

const signal = AbortSignal.timeout(10_000);
const never = () => Promise.reject(new Error('not asked for in this test'));

async function serve(live: Partial<Live>) {
	const socketPath = join(folder, 'worker.sock');
	const reports: unknown[] = [];
	const server = await startLiveServer({
		socketPath,
		live: {
			inspect: never,
			testChannel: never,
			resolveCommit: never,
			checkHost: never,
			volumeSizes: never,
			buildReach: async () => ({ holds: 'together' }),
			replicas: never,
			usage: never,
			containers: never,
			cleanUp: never,
			health: never,
			...live
		},
		group: null,
		report: (error) => `bug-${reports.push(error)}`
	});
	const client = connectLive(socketPath);
	closing.push(server.close);
	return { client, socketPath, reports };
}

test('an answer crosses the socket, which only its group may open', async () => {
	const checked = { pointsHere: false, detail: 'elsewhere', expected: ['192.0.2.1'] };
	const { client, socketPath } = await serve({
		checkHost: ({ host }) => Promise.resolve({ ...checked, detail: host })
	});
	expect(await client.checkHost({ host: 'a.example' }, { signal })).toEqual({
		...checked,
		detail: 'a.example'
	});
	expect((await stat(socketPath)).mode & 0o777).toBe(0o660);
});

test('an AppError crosses it whole', async () => {
	const error = new AppError('branch_not_found', 422, 'Branch dev not found.', {
		hint: 'Available: main.',
		field: 'branch'
	});
	const { client } = await serve({ inspect: () => Promise.reject(error) });
	const { code, status, message, hint, field } = error;
	await expect(client.inspect({ url: 'https://x.example/y' }, { signal })).rejects.toMatchObject({
		code,
		status,
		message,
		hint,
		field
	});
});

test('a bug becomes a calm sentence with an id', async () => {
	const bug = new TypeError('secret detail');
	const { client, reports } = await serve({ health: () => Promise.reject(bug) });
	const failure = await client.health({ signal }).catch((error: unknown) => error);
	expect(failure).toMatchObject({ code: 'unexpected', hint: expect.stringContaining('bug-1') });
	expect(String(failure)).not.toContain('secret');
	expect(reports).toEqual([bug]);
});

test('a call that its caller gave up is given up here, too', async () => {
	const { promise: given, resolve: gaveUp } = Promise.withResolvers<unknown>();
	const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
	const { client } = await serve({
		inspect: (_input, options) => {
			options.signal.addEventListener('abort', () => gaveUp(options.signal.reason));
			begin();
			return new Promise(() => {});
		}
	});
	const stop = new AbortController();
	const call = client.inspect({ url: 'https://x.example/y' }, { signal: stop.signal });
	await begun;
	stop.abort(new Error('page closed'));
	await expect(call).rejects.toThrow('page closed');
	await given;
});

test('without a worker it says so, with what to do', async () => {
	const client = connectLive(join(folder, 'nobody.sock'));
	await expect(client.health({ signal })).rejects.toMatchObject({
		code: 'worker_unreachable',
		status: 503,
		hint: expect.stringContaining('gantry doctor')
	});
});

test('a socket left behind by a killed worker is replaced', async () => {
	const first = await serve({});
	const second = await serve({
		health: () =>
			Promise.resolve({
				docker: { ok: true, detail: '' },
				caddy: { ok: true, detail: '' },
				at: 0
			})
	});
	expect((await second.client.health({ signal })).docker.ok).toBe(true);
	expect(first.socketPath).toBe(second.socketPath);
});
