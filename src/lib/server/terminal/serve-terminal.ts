import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { terminalQuery, type TerminalEnd, type TerminalMessage } from '#lib/schemas/terminal.ts';
import { validate } from '#lib/schemas/validate.ts';
import { asAppError } from '../db/is-database-down.ts';
import { AppError, notFound } from '../errors.ts';
import { panel } from '../panel.ts';
import { panelStops } from '../sse.ts';
import { admitVisitor, type Visitor } from './admit-visitor.ts';
import { callWorker } from './call-worker.ts';
import { checkTerminal } from './check-terminal.ts';
import { join } from './join.ts';
import { noteTerminalClosed, noteTerminalOpened } from './note-terminal.ts';
import { OpenPlaces } from './open-places.ts';
import { watchTerminal } from './watch.ts';

const longestMessage = 1024 * 1024;
const places = new OpenPlaces();
const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage });

/** `/services/<id>/terminal` as a WebSocket: a shell in a container of that service. */
export async function serveTerminal(
	request: IncomingMessage,
	socket: Duplex,
	head: Buffer
): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '', 'http://panel');
	try {
		const [, serviceId] = /^\/services\/([^/]+)\/terminal$/.exec(pathname) ?? [];
		if (!serviceId) throw notFound('address');
		const visitor = await admitVisitor(request);
		sockets.handleUpgrade(request, socket, head, (browser) => {
			browser.pause();
			browser.on('error', () => {});
			serve({ browser, visitor, serviceId, searchParams }).catch((error: unknown) => {
				refuse(browser, error);
			});
		});
	} catch (error) {
		const { status } = asAppError(error) ?? { status: 500 };
		socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n\r\n`);
	}
}

const say = (browser: WebSocket, message: TerminalMessage) => browser.send(JSON.stringify(message));

/** The browser tells a page nothing of an answer that is no WebSocket: what a person can act on comes through one. */
function refuse(browser: WebSocket, cause: unknown): void {
	const error = asAppError(cause);
	if (!error) console.error(cause);
	const { code, message, hint } =
		error ?? new AppError('unexpected', 500, 'Something went wrong on our side.');
	say(browser, { kind: 'failed', code, message, hint });
	browser.resume();
	browser.close(1000);
}

async function serve(asked: {
	browser: WebSocket;
	visitor: Visitor;
	serviceId: string;
	searchParams: URLSearchParams;
}): Promise<void> {
	const { browser, visitor, serviceId, searchParams } = asked;
	const { context, userId } = visitor;
	const { container, columns, rows } = validate(terminalQuery, Object.fromEntries(searchParams));
	const service = await checkTerminal(context, { serviceId });
	const leave = places.take(userId);
	try {
		const size = { columns: String(columns), rows: String(rows) };
		const query = new URLSearchParams({ service: service.id, container, ...size });
		const worker = await callWorker(panel().paths.workerSocket, query);
		await noteTerminalOpened(context, { service, container }).catch((error: unknown) => {
			worker.terminate();
			throw error;
		});
		const began = performance.now();
		const why = await connectBoth({ browser, worker, visitor, serviceId: service.id });
		const seconds = Math.round((performance.now() - began) / 1000);
		await noteTerminalClosed(context, { service, container, seconds, why });
	} finally {
		leave();
	}
}

/** Until one of them, or a right, ends; answers why. */
async function connectBoth(ends: {
	browser: WebSocket;
	worker: WebSocket;
	visitor: Visitor;
	serviceId: string;
}): Promise<string> {
	const { browser, worker } = ends;
	let why = 'left';
	const end = (reason: TerminalEnd) => {
		why = reason;
		say(browser, { kind: 'ended', why: reason, exitCode: null });
		browser.close(1000);
		worker.close(1000);
	};
	worker.on('message', (message: Buffer, isBinary) => {
		if (!isBinary) why = endIn(message) ?? why;
	});
	const unwatch = watchTerminal(ends, end);
	const stops = panelStops();
	const stop = () => end('stopping');
	stops.addEventListener('abort', stop);
	const joined = join(browser, worker);
	for (const socket of [browser, worker]) socket.resume();
	await joined;
	unwatch();
	stops.removeEventListener('abort', stop);
	return why;
}

function endIn(message: Buffer): string | null {
	const said = JSON.parse(message.toString('utf8')) as TerminalMessage;
	if (said.kind === 'failed') return said.code;
	return said.kind === 'ended' ? said.why : null;
}
