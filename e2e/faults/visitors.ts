import { connect, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { toLoopback } from '../fixtures/to-loopback.ts';
import type { App } from './app.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';

const sockets = 1000;
const downloads = 100;
/** Of one download: 10 ms and a kilobyte each. */
const pieces = 1500;

/** Opens a connection as a browser opens a WebSocket. */
async function openSocket({ product }: Ground, { name }: App): Promise<TLSSocket> {
	const servername = `${name}.localhost`;
	const port = product.httpsPort;
	const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false });
	await once(socket, 'secureConnect');
	socket.write(
		`GET /hold HTTP/1.1\r\nHost: ${servername}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
			'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
	);
	const [head] = (await once(socket, 'data')) as [Buffer];
	expectThat(head.includes('101'), `a WebSocket was answered ${head.toString().split('\r\n')[0]}`);
	return socket;
}

/** Does what is sent come back? */
async function echoes(socket: TLSSocket): Promise<boolean> {
	if (socket.destroyed) return false;
	const answer = once(socket, 'data', { signal: AbortSignal.timeout(30_000) });
	socket.write('still here');
	const [said] = (await answer.catch(() => [''])) as [Buffer | string];
	return String(said) === 'still here';
}

export const undisturbed: Experiment = {
	id: 'F28',
	strike: `app A deployed while app B holds ${sockets} WebSockets and ${downloads} downloads`,
	async run(ground) {
		const a = await ground.app();
		const b = await ground.app();
		const held: TLSSocket[] = [];
		while (held.length < sockets) {
			held.push(...(await Promise.all(Array.from({ length: 50 }, () => openSocket(ground, b)))));
		}
		const dispatcher = new Agent({
			connect: { rejectUnauthorized: false, lookup: toLoopback, servername: `${b.name}.localhost` }
		});
		const loads = Array.from({ length: downloads }, async () => {
			const { body } = await request(`${b.url}download?count=${pieces}`, { dispatcher });
			return (await body.arrayBuffer()).byteLength;
		});
		for (const version of ['two', 'three']) await a.succeeds(await a.push(version), version);
		const alive = (await Promise.all(held.map(echoes))).filter(Boolean).length;
		for (const socket of held) socket.destroy();
		const whole = (await Promise.all(loads)).filter((bytes) => bytes === pieces * 1024).length;
		await dispatcher.close();
		expectThat(alive === sockets, `${sockets - alive} of ${sockets} WebSockets were cut`);
		expectThat(whole === downloads, `${downloads - whole} of ${downloads} downloads were cut`);
		return `A deployed twice; all ${sockets} WebSockets and ${downloads} downloads of B went on`;
	}
};
