import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { AppError } from '#engine/error.ts';
import type { Runtime } from '#engine/runtime/port.ts';
import { labels } from '#engine/spec.ts';
import { notRunning } from '#engine/terminal/failures.ts';
import type { Shell } from '#engine/terminal/port.ts';
import { terminalQuery } from '#lib/schemas/terminal.ts';
import type { World } from '../world.ts';
import { runSession, say, usualTiming, type SessionTiming } from './session.ts';

/** Past it the connection is cut before the message is held. */
const longestMessage = 1024 * 1024;
const query = terminalQuery.extend({ service: z.string().min(1).max(64) });

interface TerminalWorld extends Pick<World, 'installation' | 'terminals' | 'report'> {
	runtime: Pick<Runtime, 'inspect'>;
}

export interface TerminalServer {
	/** Takes a connection that asks for a WebSocket at `/terminal`. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Ends every shell; resolves when all are gone. */
	close(): Promise<void>;
}

/**
 * Shells in the containers of this installation's services. Who may open one was decided by the panel;
 * that the container belongs to the service that it asked for, is looked up here.
 */
export function serveTerminals(
	world: TerminalWorld,
	timing: SessionTiming = usualTiming
): TerminalServer {
	const ending = new AbortController();
	const running = new Set<Promise<void>>();
	const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage });

	async function serve(socket: WebSocket, url: URL): Promise<void> {
		const gone = new AbortController();
		socket.on('close', () => gone.abort(new Error('The caller went away.')));
		socket.on('error', () => gone.abort(new Error('The caller went away.')));
		// What is typed before the shell is there, waits.
		socket.pause();
		const signal = AbortSignal.any([gone.signal, ending.signal]);
		const shell = await open(world, url, signal).catch((error: unknown) => {
			if (!signal.aborted) say(socket, failure(error, world));
			socket.resume();
			socket.close(1000);
		});
		if (!shell) return;
		socket.resume();
		await runSession({ socket, shell }, { timing, signal: ending.signal });
	}

	return {
		upgrade(request, socket, head) {
			const url = new URL(request.url ?? '', 'http://worker');
			if (url.pathname !== '/terminal' || ending.signal.aborted) {
				socket.destroy();
				return;
			}
			sockets.handleUpgrade(request, socket, head, (open) => {
				const served: Promise<void> = serve(open, url)
					.catch((error: unknown) => void world.report('A terminal failed', error))
					.finally(() => running.delete(served));
				running.add(served);
			});
		},
		async close() {
			ending.abort();
			await Promise.all(running);
		}
	};
}

async function open(world: TerminalWorld, url: URL, signal: AbortSignal): Promise<Shell> {
	const wanted = query.parse(Object.fromEntries(url.searchParams));
	const found = await world.runtime.inspect(wanted.container);
	const isOwn =
		found?.labels[labels.installation] === world.installation &&
		found.labels[labels.service] === wanted.service;
	if (!isOwn || found.state !== 'running') throw notRunning();
	const { columns, rows } = wanted;
	return world.terminals.open(found.id, { columns, rows, signal });
}

function failure(error: unknown, { report }: Pick<World, 'report'>) {
	const kind = 'failed' as const;
	if (error instanceof AppError) {
		const { code, message, hint } = error;
		return { kind, code, message, hint };
	}
	const id = report('A terminal was not opened', error);
	const hint = `Look for ${id} in the worker's log.`;
	return { kind, code: 'unexpected', message: 'Something went wrong in the worker.', hint };
}
