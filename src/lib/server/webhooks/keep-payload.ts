import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Bytes after gzip; what is larger is not kept. */
const mostKept = 256 * 1024;
const longest = 200;

/** Of use to people, and without anything that proves who sent it: neither signature nor credentials. */
const named = [
	['content-type', 'Content-Type'],
	['user-agent', 'User-Agent'],
	['x-github-hook-id', 'X-GitHub-Hook-ID'],
	['x-github-hook-installation-target-type', 'X-GitHub-Hook-Installation-Target-Type'],
	['x-github-hook-installation-target-id', 'X-GitHub-Hook-Installation-Target-ID']
] as const;

export interface KeptPayload {
	headers: Record<string, string>;
	/** gzip; null: it was too large to be kept. */
	payload: Uint8Array<ArrayBuffer> | null;
	payloadBytes: number;
}

interface Arrived {
	deliveryId: string | null;
	event: string | null;
	headers?: Headers;
	body: Buffer;
}

/** What is kept of a delivery, so that it can be looked at and judged again. */
export async function keepPayload(arrived: Arrived): Promise<KeptPayload> {
	const { deliveryId, event, headers, body } = arrived;
	const sent: [string, string | null | undefined][] = [
		['X-GitHub-Event', event],
		['X-GitHub-Delivery', deliveryId],
		...named.map(([name, shown]): [string, string | null | undefined] => [
			shown,
			headers?.get(name)?.replaceAll('\0', '').slice(0, longest)
		])
	];
	// The fastest level: JSON shrinks to a tenth by it, and a push does not wait.
	const payload = await compress(body, { level: 1 });
	return {
		headers: Object.fromEntries(sent.flatMap(([name, text]) => (text ? [[name, text]] : []))),
		payload: payload.length > mostKept ? null : new Uint8Array(payload),
		payloadBytes: body.length
	};
}
