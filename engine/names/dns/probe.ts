import { connect } from 'node:net';
import { encode, RECURSION_DESIRED } from 'dns-packet';

const query = encode({
	type: 'query',
	id: 1,
	flags: RECURSION_DESIRED,
	questions: [{ type: 'A', name: 'ip-127-0-0-1.edge.internal' }]
});

/** Resolves when the responder answers one question the way Caddy asks it; rejects when it does not. */
export function probeNames(socketPath: string, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal.aborted) return reject(new Error('names did not answer'));
		const socket = connect(socketPath);
		const stop = () => socket.destroy(new Error('names did not answer'));
		signal.addEventListener('abort', stop, { once: true });
		socket.once('data', () => {
			resolve();
			socket.destroy();
		});
		socket.once('error', reject);
		socket.once('close', () => {
			signal.removeEventListener('abort', stop);
			reject(new Error('names closed the connection'));
		});
		socket.write(query);
	});
}
