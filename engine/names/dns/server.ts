import { createServer, type Server } from 'node:net';

const idleMilliseconds = 10_000;

/**
 * DNS over a unix stream socket. A socket of a killed responder refuses and resets at once, where a
 * query lost with a UDP socket would hold Caddy's only lookup for five seconds.
 */
export function dnsServer(answer: (query: Uint8Array) => Buffer | null): Server {
	return createServer((socket) => {
		socket.setTimeout(idleMilliseconds, () => socket.destroy());
		socket.on('error', () => socket.destroy());
		socket.on('data', (chunk) => {
			const bytes = chunk as Buffer;
			const framed = hasLengthPrefix(bytes);
			const response = answer(framed ? bytes.subarray(2) : bytes);
			if (!response) return socket.destroy();
			socket.write(framed ? Buffer.concat([lengthOf(response), response]) : response);
		});
	});
}

/**
 * Go takes a unix socket for a packet connection and sends bare queries; a resolver that knows it for
 * a stream puts the length first. A query asks one question: the count of 1 tells where the header is.
 */
function hasLengthPrefix(bytes: Buffer): boolean {
	return (
		bytes.length > 8 &&
		bytes.readUInt16BE(0) === bytes.length - 2 &&
		bytes.readUInt16BE(4) !== 1 &&
		bytes.readUInt16BE(6) === 1
	);
}

function lengthOf(response: Buffer): Buffer {
	const prefix = Buffer.alloc(2);
	prefix.writeUInt16BE(response.length);
	return prefix;
}
