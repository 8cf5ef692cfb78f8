import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';

/** A way to a Postgres on which LISTEN, and what follows it on that connection, waits until it is let through. */
export interface LateListen extends AsyncDisposable {
	url: string;
	/** Resolves when so many connections wait with it. */
	held(count: number): Promise<void>;
	letThrough(): void;
}

export async function lateListen(databaseUrl: string): Promise<LateListen> {
	const { hostname, port } = new URL(databaseUrl);
	const open = Promise.withResolvers<void>();
	const sockets = new Set<Socket>();
	let waiting = 0;
	let wake = () => {};
	const hold = () =>
		new Transform({
			transform(chunk: Buffer, _encoding, done) {
				if (!chunk.includes('LISTEN "jobs:insert"')) return done(null, chunk);
				waiting++;
				wake();
				void open.promise.then(() => done(null, chunk));
			}
		});
	const server = createServer((from) => {
		const to = connect(Number(port), hostname);
		for (const socket of [from, to]) sockets.add(socket);
		pipeline(from, hold(), to, () => {});
		pipeline(to, from, () => {});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = new URL(databaseUrl);
	url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url: url.href,
		async held(count) {
			while (waiting < count) await new Promise<void>((resolve) => (wake = resolve));
		},
		letThrough: open.resolve,
		async [Symbol.asyncDispose]() {
			open.resolve();
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		}
	};
}
