import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';

const headEnd = '\r\n\r\n';
/** Bytes; the engine's own is a tenth of it. */
const longestHead = 8 * 1024;

/**
 * What the engine answers to GET `path`, as it comes; null: with another status than 200. Asked for in HTTP/1.0, whose
 * answers come as they are written: in 1.1 every line of a log is a chunk of its own, and to be told of each costs as much
 * as all that is done with it. Errors: the socket's, and an AbortError, also while it is read.
 */
export async function openPlainStream(
	{ socketPath, path }: { socketPath: string; path: string },
	signal: AbortSignal
): Promise<Socket | null> {
	const socket = addAbortSignal(signal, connect(socketPath));
	socket.write(`GET ${path} HTTP/1.0\r\nHost: docker${headEnd}`);
	let held: Buffer = Buffer.alloc(0);
	try {
		while (!held.includes(headEnd)) {
			if (held.length > longestHead) throw new Error('The engine answered without an end.');
			await once(socket, 'readable');
			const more = socket.read() as Buffer | null;
			if (!more) throw Object.assign(new Error('The engine hung up.'), { code: 'ECONNRESET' });
			held = Buffer.concat([held, more]);
		}
	} catch (error) {
		socket.destroy();
		throw error;
	}
	if (!/^HTTP\/1\.[01] 200 /.test(held.toString('latin1', 0, 16))) {
		socket.destroy();
		return null;
	}
	socket.unshift(held.subarray(held.indexOf(headEnd) + headEnd.length));
	return socket;
}
