import { z } from 'zod';
import type { AccessRow } from '#lib/rules/access-row.ts';

/** Caddy's own line. `client_ip` came with 2.7; it is another one only behind a proxy that is trusted. */
const line = z.object({
	ts: z.number(),
	status: z.number(),
	size: z.number().default(0),
	duration: z.number().default(0),
	request: z.object({
		method: z.string(),
		host: z.string(),
		uri: z.string(),
		proto: z.string().default(''),
		remote_ip: z.string().default(''),
		client_ip: z.string().optional()
	})
});

/** What one line of the access log says; null for what is no answer, or was cut off. */
export function parseAnswer(text: string): AccessRow | null {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return null;
	}
	const found = line.safeParse(json).data;
	if (!found) return null;
	const { ts, status, size, duration, request } = found;
	return {
		at: Math.round(ts * 1000),
		status,
		method: request.method,
		host: hostName(request.host),
		path: request.uri,
		milliseconds: Math.round(duration * 10_000_000) / 10_000,
		bytes: size,
		address: request.client_ip ?? request.remote_ip,
		protocol: request.proto
	};
}

/** Lower case, without its port and last dot: as names knows it. */
const hostName = (host: string) => host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
