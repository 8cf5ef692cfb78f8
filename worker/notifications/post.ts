import { isIP } from 'node:net';
import { Agent, request } from 'undici';
import { allowedAddress, checkScheme, type Reach } from './allowed-address.ts';

export interface Post {
	url: string;
	headers?: Record<string, string>;
	/** JSON. */
	body: string;
}

export interface Answer {
	status: number;
	/** Its first characters. */
	text: string;
	retryAfterMs: number | undefined;
}

const patienceMs = 5_000;
/** Bytes of an answer that are looked at. */
const mostRead = 16 * 1024;

/**
 * Sends one POST to an address that was checked. No redirect is followed: it could lead anywhere.
 * Errors: host_unknown, host_private, those of the connection, TimeoutError after five seconds.
 */
export async function post(
	{ url, headers, body }: Post,
	{ reach, signal }: { reach: Reach; signal: AbortSignal }
): Promise<Answer> {
	const target = new URL(url);
	checkScheme(target, reach);
	const address = await allowedAddress(target.hostname, reach);
	const family = isIP(address);
	const agent = new Agent({
		connect: {
			timeout: patienceMs,
			// The name stays for TLS and the Host header; the connection goes where the check looked.
			lookup: (_host, options, found) =>
				options.all ? found(null, [{ address, family }]) : found(null, address, family)
		}
	});
	try {
		const answer = await request(target, {
			dispatcher: agent,
			method: 'POST',
			headers: { 'content-type': 'application/json', 'user-agent': 'Gantry', ...headers },
			body,
			signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
		});
		return {
			status: answer.statusCode,
			text: await begin(answer.body),
			retryAfterMs: afterMs(answer.headers['retry-after'])
		};
	} finally {
		// Whatever else it would send is of no use.
		void agent.destroy().catch(() => {});
	}
}

async function begin(body: AsyncIterable<Buffer>): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes >= mostRead) break;
	}
	return Buffer.concat(chunks).subarray(0, mostRead).toString('utf8');
}

function afterMs(header: string | string[] | undefined): number | undefined {
	const seconds = Number(header);
	return header !== undefined && Number.isFinite(seconds) && seconds >= 0
		? seconds * 1000
		: undefined;
}
