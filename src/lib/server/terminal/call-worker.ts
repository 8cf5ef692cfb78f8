import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { unreachable } from '../live/client.ts';

const handshakeMs = 5_000;

/** A WebSocket to the worker's unix socket, open, and paused so that nothing it says is lost. Errors: worker_unreachable. */
export async function callWorker(socketPath: string, query: URLSearchParams): Promise<WebSocket> {
	const socket = new WebSocket(`ws://worker/terminal?${query}`, {
		createConnection: () => connect(socketPath),
		handshakeTimeout: handshakeMs,
		perMessageDeflate: false
	});
	await new Promise<void>((resolve, reject) => {
		socket.once('open', () => {
			socket.pause();
			resolve();
		});
		socket.once('error', (cause) => reject(unreachable(cause)));
	});
	return socket;
}
