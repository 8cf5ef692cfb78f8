import type { WebSocket } from 'ws';
import type { Shell } from '#engine/terminal/port.ts';
import {
	mostTyped,
	terminalOrder,
	type TerminalEnd,
	type TerminalMessage
} from '#lib/schemas/terminal.ts';

/** Bytes on their way to a reader beyond which the shell has to wait. */
const mostUnread = 512 * 1024;
/** RFC 6455: what came is not what was agreed on. */
const policyViolation = 1008;

export interface SessionTiming {
	/** Milliseconds without typing after which a terminal is closed. */
	idleMs: number;
	/** How long before that it is told. */
	toldMs: number;
}

export const usualTiming: SessionTiming = { idleMs: 15 * 60_000, toldMs: 60_000 };

export function say(socket: WebSocket, message: TerminalMessage): void {
	if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}

/**
 * Joins a shell and a WebSocket until one of them ends; both are closed then. Who does not read makes
 * the shell wait, and a shell that does not read makes its writer wait.
 */
export async function runSession(
	{ socket, shell }: { socket: WebSocket; shell: Shell },
	{ timing, signal }: { timing: SessionTiming; signal: AbortSignal }
): Promise<void> {
	const { promise: over, resolve: end } = Promise.withResolvers<TerminalEnd | 'gone'>();
	const idle = idleWatch(timing, {
		tell: (message) => say(socket, message),
		end: () => end('idle')
	});
	const stop = () => end('stopping');
	signal.addEventListener('abort', stop);
	if (signal.aborted) stop();
	if (socket.readyState !== socket.OPEN) end('gone');
	socket.on('close', () => end('gone'));
	socket.on('error', () => end('gone'));
	takeTyping({ socket, shell }, idle.typed);
	showScreen({ socket, shell }, () => end('exited'));
	say(socket, { kind: 'opened', program: shell.program });
	const why = await over;
	signal.removeEventListener('abort', stop);
	idle.stop();
	const exitCode = why === 'exited' ? await shell.exitCode().catch(() => null) : null;
	if (why !== 'gone') say(socket, { kind: 'ended', why, exitCode });
	socket.close(1000);
	await shell.close();
}

function takeTyping({ socket, shell }: { socket: WebSocket; shell: Shell }, typed: () => void) {
	const { screen } = shell;
	screen.on('drain', () => socket.resume());
	socket.on('message', (message: Buffer, isBinary) => {
		if (isBinary && message.length <= mostTyped) {
			typed();
			if (screen.writable && !screen.write(message)) socket.pause();
		} else if (isBinary) socket.close(policyViolation);
	});
}

/** Passes on what the screen shows, but no faster than it is read: `hold` says what TCP can not. */
function showScreen({ socket, shell }: { socket: WebSocket; shell: Shell }, ended: () => void) {
	const { screen } = shell;
	let isHeld = false;
	const flow = () => {
		if (isHeld || socket.bufferedAmount > mostUnread) screen.pause();
		else screen.resume();
	};
	socket.on('message', (message: Buffer, isBinary) => {
		if (isBinary) return;
		const order = orderOf(message);
		if (!order) socket.close(policyViolation);
		else if (order.kind === 'resize') shell.resize(order).catch(() => {});
		else {
			isHeld = order.kind === 'hold';
			flow();
		}
	});
	screen.on('data', (chunk: Buffer) => {
		socket.send(chunk, { binary: true }, flow);
		if (socket.bufferedAmount > mostUnread) screen.pause();
	});
	for (const event of ['end', 'close', 'error']) screen.on(event, ended);
}

function orderOf(message: Buffer) {
	try {
		return terminalOrder.safeParse(JSON.parse(message.toString('utf8'))).data ?? null;
	} catch {
		return null;
	}
}

/** Only typing counts: a program that draws by itself would else hold a forgotten shell open. */
function idleWatch(
	{ idleMs, toldMs }: SessionTiming,
	on: { tell: (message: TerminalMessage) => void; end: () => void }
) {
	let isTold = false;
	const telling = setTimeout(() => {
		isTold = true;
		on.tell({ kind: 'idle', seconds: Math.ceil(toldMs / 1000) });
		ending.refresh();
	}, idleMs - toldMs);
	const ending = setTimeout(() => void (isTold && on.end()), toldMs);
	return {
		typed() {
			if (isTold) on.tell({ kind: 'awake' });
			isTold = false;
			telling.refresh();
		},
		stop() {
			clearTimeout(telling);
			clearTimeout(ending);
		}
	};
}
