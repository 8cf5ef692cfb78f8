import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Tries to connect every millisecond; resolves with the performance.now() of the first success. */
export async function untilListening(
	{ address, port }: { address: string; port: number },
	signal: AbortSignal
): Promise<number> {
	for (;;) {
		signal.throwIfAborted();
		const socket = connect({ host: address, port });
		try {
			await once(socket, 'connect', { signal });
			return performance.now();
		} catch {
			await delay(1, undefined, { signal });
		} finally {
			socket.destroy();
		}
	}
}
