import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Bytes after gzip; what is larger is not kept. */
const mostKept = 256 * 1024;
export interface KeptPayload {
	headers: Record<string, string>;
	/** gzip; null: it was too large to be kept. */
	payload: Uint8Array<ArrayBuffer> | null;
	payloadBytes: number;
}

interface Arrived {
	deliveryId: string | null;
	event: string | null;
	userAgent?: string | null;
	body: Buffer;
}

/** What is kept of a delivery, so that it can be looked at and judged again. The signature is not. */
export async function keepPayload(arrived: Arrived): Promise<KeptPayload> {
	const { deliveryId, event, userAgent, body } = arrived;
	const headers = {
		'X-GitHub-Event': event,
		'X-GitHub-Delivery': deliveryId,
		'User-Agent': userAgent?.slice(0, 200)
	};
	// The fastest level: JSON shrinks to a tenth by it, and a push does not wait.
	const payload = await compress(body, { level: 1 });
	return {
		headers: Object.fromEntries(
			Object.entries(headers).flatMap(([name, text]) => (text ? [[name, text]] : []))
		),
		payload: payload.length > mostKept ? null : new Uint8Array(payload),
		payloadBytes: body.length
	};
}
