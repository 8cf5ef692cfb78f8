import type { WebSocket } from 'ws';

/** Bytes under way to a slow reader beyond which its writer waits. */
const mostUnread = 512 * 1024;

/** Passes every message of one on to the other, no faster than that reads. */
function pass(from: WebSocket, to: WebSocket): void {
	from.on('message', (message: Buffer, isBinary) => {
		to.send(message, { binary: isBinary }, () => {
			if (to.bufferedAmount <= mostUnread) from.resume();
		});
		if (to.bufferedAmount > mostUnread) from.pause();
	});
}

/** Codes that a peer may not send are those that say how a connection was lost. */
const sendable = (code: number) => (code >= 1000 && code !== 1005 && code !== 1006 ? code : 1000);

/** Makes two open WebSockets one: resolves when both are closed. */
export async function join(left: WebSocket, right: WebSocket): Promise<void> {
	const ends = [
		[left, right],
		[right, left]
	] as const;
	await Promise.all(
		ends.map(async ([one, other]) => {
			pass(one, other);
			await new Promise<void>((resolve) => {
				// An error is always followed by a close.
				one.on('error', () => {});
				one.on('close', (code) => {
					other.close(sendable(code));
					resolve();
				});
				if (one.readyState === one.CLOSED) resolve();
			});
		})
	);
}
