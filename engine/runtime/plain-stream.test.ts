import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPlainStream } from './plain-stream.ts';

const limit = () => AbortSignal.timeout(5_000);

let folder: string;
let socketPath: string;
let undo: AsyncDisposableStack;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-plain-'));
	socketPath = join(folder, 'engine.sock');
	undo = new AsyncDisposableStack();
});

afterEach(async () => {
	await undo.disposeAsync();
	await rm(folder, { recursive: true });
});

/** An engine that answers each connection with `answer`. */
async function listen(answer: (socket: Socket) => void): Promise<void> {
	const server = createServer((socket) => {
		// Whoever goes away in the middle has seen enough.
		undo.defer(() => void socket.destroy());
		answer(socket.on('error', () => {}));
	}).listen(socketPath);
	undo.use(server);
	await once(server, 'listening');
}

const head = 'HTTP/1.0 200 OK\r\nServer: engine\r\n\r\n';
const open = (signal = limit()) => openPlainStream({ socketPath, path: '/logs?a=b' }, signal);

it('asks in HTTP/1.0 and gives what follows the head, wherever the pieces end', async () => {
	const asked: string[] = [];
	const body = 'line\r\n\r\nand line';
	for (const cut of [1, head.length - 2, head.length, head.length + 3]) {
		await using server = createServer((socket) => {
			socket.once('data', (question) => {
				asked.push(question.toString());
				socket.write((head + body).slice(0, cut));
				setImmediate(() => socket.end((head + body).slice(cut)));
			});
		}).listen(socketPath);
		await once(server, 'listening');
		const stream = await open();
		expect(stream && (await text(stream))).toBe(body);
	}
	expect(new Set(asked)).toEqual(new Set(['GET /logs?a=b HTTP/1.0\r\nHost: docker\r\n\r\n']));
});

it('gives nothing of any other answer than 200', async () => {
	await listen((socket) =>
		socket.end('HTTP/1.0 404 Not Found\r\n\r\n{"message":"no such container"}')
	);
	expect(await open()).toBeNull();
});

it('says when the engine hangs up, talks nonsense or is not there', async () => {
	await expect(open()).rejects.toThrow('ENOENT');
	let answer = 'HTTP/1.0 200 OK\r\n';
	await listen((socket) => socket.end(answer));
	await expect(open()).rejects.toMatchObject({ code: 'ECONNRESET' });
	answer = 'x'.repeat(20_000);
	await expect(open()).rejects.toThrow('answered without an end');
});

it('ends at once when it is told to, before the answer and in the middle of it', async () => {
	let answer = '';
	await listen((socket) => void socket.write(answer));
	const early = new AbortController();
	const opening = open(early.signal);
	early.abort();
	await expect(opening).rejects.toThrow('aborted');
	answer = `${head}first`;
	const late = new AbortController();
	const stream = await open(late.signal);
	const reading = text(stream!);
	late.abort();
	await expect(reading).rejects.toThrow('aborted');
});
