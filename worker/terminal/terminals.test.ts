import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { labels } from '#engine/spec.ts';
import { memoryTerminals, type MemoryTerminals } from '#engine/terminal/memory-terminals.ts';
import type { TerminalMessage } from '#lib/schemas/terminal.ts';
import { fakeLive } from '#lib/server/testing/world.ts';
import { startLiveServer } from '../live/server.ts';
import { serveTerminals } from './serve-terminals.ts';
import { usualTiming, type SessionTiming } from './session.ts';

const installation = 'thisone';
const containers: Record<string, Record<string, string>> = {
	own: { [labels.installation]: installation, [labels.service]: 'shop' },
	bare: { [labels.installation]: installation, [labels.service]: 'shop' },
	foreign: { [labels.installation]: 'another', [labels.service]: 'shop' },
	stranger: {}
};

let closing: (() => Promise<unknown>)[];
let socketPath: string;
let terminals: MemoryTerminals;
beforeEach(async () => {
	const folder = await mkdtemp(join(tmpdir(), 'gantry-terminal-'));
	socketPath = join(folder, 'worker.sock');
	closing = [() => rm(folder, { recursive: true })];
	terminals = memoryTerminals();
	terminals.withoutShell.add('bare');
});
afterEach(async () => {
	for (const close of closing.reverse()) await close();
});

async function serve(timing: SessionTiming = usualTiming) {
	const server = serveTerminals(
		{
			installation,
			terminals,
			report: (what) => what,
			runtime: {
				inspect: async (name) => {
					const of = containers[name];
					if (!of) return null;
					return {
						...{ id: name, name, state: 'running', address: null, exitCode: null, restarts: 0 },
						...{ outOfMemory: false, startedAt: null, finishedAt: null, labels: of }
					};
				}
			}
		},
		timing
	);
	const live = await startLiveServer({
		...{ socketPath, live: fakeLive(), group: null, report: String },
		upgrade: server.upgrade
	});
	closing.push(live.close, server.close);
	return server;
}

/** A terminal as its other end sees it. */
function open(query: Record<string, string>) {
	const said: TerminalMessage[] = [];
	let shown = '';
	const socket = new WebSocket(`ws://worker/terminal?${new URLSearchParams(query)}`, {
		createConnection: () => connect(socketPath)
	});
	socket.on('message', (message: Buffer, isBinary) => {
		if (isBinary) shown += message.toString('utf8');
		else said.push(JSON.parse(message.toString('utf8')) as TerminalMessage);
	});
	const closed = new Promise<number>((resolve) => socket.on('close', resolve));
	const opened = new Promise((resolve) => socket.on('open', resolve));
	const kinds = () => said.map(({ kind }) => kind);
	return { socket, said, kinds, closed, opened, shown: () => shown };
}

const own = { service: 'shop', container: 'own', columns: '90', rows: '30' };

test('joins a shell with its reader until the shell ends', async () => {
	await serve();
	const terminal = open(own);
	await expect.poll(terminal.shown).toBe('$ ');
	expect(terminal.said).toEqual([{ kind: 'opened', program: '/bin/sh' }]);
	expect(terminals.shells[0]?.size).toEqual({ columns: 90, rows: 30 });
	terminal.socket.send(Buffer.from('héllo'));
	await expect.poll(terminal.shown).toBe('$ héllo');
	terminal.socket.send(JSON.stringify({ kind: 'resize', columns: 100, rows: 40 }));
	await expect.poll(() => terminals.shells[0]?.size).toEqual({ columns: 100, rows: 40 });
	terminals.shells[0]?.exit(3);
	expect(await terminal.closed).toBe(1000);
	expect(terminal.said.at(-1)).toEqual({ kind: 'ended', why: 'exited', exitCode: 3 });
});

test('ends the shell when its reader goes', async () => {
	await serve();
	const terminal = open(own);
	await expect.poll(terminal.shown).toBe('$ ');
	terminal.socket.terminate();
	await expect.poll(() => terminals.shells[0]?.exitCode()).toBe(129);
});

test.each([
	['another installation’s', 'foreign'],
	['nobody’s', 'stranger'],
	['missing', 'gone']
])('opens no container that is %s', async (_whose, container) => {
	await serve();
	const terminal = open({ ...own, container });
	await terminal.closed;
	expect(terminal.said).toMatchObject([{ kind: 'failed', code: 'container_not_running' }]);
	expect(terminals.shells).toEqual([]);
});

test('opens no container of another service', async () => {
	await serve();
	const terminal = open({ ...own, service: 'blog' });
	await terminal.closed;
	expect(terminal.said).toMatchObject([{ kind: 'failed', code: 'container_not_running' }]);
});

test('says when the image has no shell', async () => {
	await serve();
	const terminal = open({ ...own, container: 'bare' });
	await terminal.closed;
	expect(terminal.said).toMatchObject([
		{ kind: 'failed', code: 'no_shell', hint: expect.stringContaining('scratch') }
	]);
});

test.each([
	['no JSON', 'resize'],
	['an impossible size', JSON.stringify({ kind: 'resize', columns: -1, rows: 1e9 })],
	['an unknown order', JSON.stringify({ kind: 'format' })],
	['more typing at once than anyone types', Buffer.alloc(200 * 1024, 'x')]
])('hangs up on %s, and goes on serving others', async (_what, message) => {
	await serve();
	const terminal = open(own);
	await expect.poll(terminal.shown).toBe('$ ');
	terminal.socket.send(message);
	expect(await terminal.closed).toBe(1008);
	const other = open(own);
	await expect.poll(other.shown).toBe('$ ');
	other.socket.close();
});

test('is told before it is closed for want of typing; typing keeps it', async () => {
	await serve({ idleMs: 400, toldMs: 200 });
	const terminal = open(own);
	await expect.poll(terminal.kinds).toEqual(['opened', 'idle']);
	terminal.socket.send(Buffer.from('x'));
	await expect.poll(terminal.kinds).toEqual(['opened', 'idle', 'awake', 'idle', 'ended']);
	await terminal.closed;
	expect(terminal.said.at(-1)).toMatchObject({ kind: 'ended', why: 'idle' });
	expect(await terminals.shells[0]?.exitCode()).not.toBeNull();
});

test('shows nothing more while its reader holds it, and all of it afterwards', async () => {
	await serve();
	const terminal = open(own);
	await expect.poll(terminal.shown).toBe('$ ');
	terminal.socket.send(JSON.stringify({ kind: 'hold' }));
	// What comes back after it tells that it was heard.
	terminal.socket.send(JSON.stringify({ kind: 'resize', columns: 5, rows: 5 }));
	await expect.poll(() => terminals.shells[0]?.size.rows).toBe(5);
	terminals.shells[0]?.screen.push('much');
	expect(terminals.shells[0]?.screen.isPaused()).toBe(true);
	expect(terminal.shown()).toBe('$ ');
	terminal.socket.send(JSON.stringify({ kind: 'go-on' }));
	await expect.poll(terminal.shown).toBe('$ much');
});

test('a stopping worker ends every shell and says why', async () => {
	const server = await serve();
	const terminal = open(own);
	await expect.poll(terminal.shown).toBe('$ ');
	await server.close();
	await terminal.closed;
	expect(terminal.said.at(-1)).toMatchObject({ kind: 'ended', why: 'stopping' });
	expect(await terminals.shells[0]?.exitCode()).not.toBeNull();
});
