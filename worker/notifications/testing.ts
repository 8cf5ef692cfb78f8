import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from './message.ts';

export interface Taken {
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** A server on loopback that keeps what it is sent and answers as told. */
export async function hookServer() {
	const taken: Taken[] = [];
	const next = { status: 204, headers: {} as Record<string, string>, body: '' };
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { url = '', headers } = request;
			taken.push({ path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
			response.writeHead(next.status, next.headers).end(next.body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		taken,
		/** Of the answers from now on. */
		next,
		url: (path: string) => `http://127.0.0.1:${port}${path}`,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}

/** A failed deployment with hostile words in it. */
export const hostileMessage: Message = {
	id: 'n1',
	event: 'deployment-failed',
	tone: 'bad',
	title: 'shop: deployment #12 failed',
	text: 'The build ended with exit code 1.',
	facts: [
		{ name: 'Branch', value: 'main' },
		{ name: 'Commit', value: '4f1c2a9 <!channel> @everyone [x](http://evil.test) <b>&' }
	],
	link: { title: 'Open deployment #12', url: 'https://gantry.example.com/deployments/d1' },
	at: new Date('2026-11-21T12:00:00Z'),
	about: { service: { id: 's1', name: 'shop' } }
};
