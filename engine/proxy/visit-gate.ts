import { request, type IncomingMessage } from 'node:http';
import { answeredByHeader, proofHeader } from '#caddy/proof-route.ts';
import { upstreamHeader } from '#caddy/sites-server.ts';
import type { EdgeSettings } from '#caddy/settings.ts';
import { gateName } from '../names/dns/inner-names.ts';

/**
 * One GET at the edge's gate as the edge hands visitors over to it, but as Gantry's own: whatever stands before
 * the app, the app answers. Nobody outside this machine reaches the gate but by way of the edge.
 */
export async function visitGate(
	{ sites }: EdgeSettings,
	{ host, path, signal }: { host: string; path: string; signal: AbortSignal }
): Promise<{ status: number; upstream: string }> {
	const headers = {
		host,
		'user-agent': 'gantry',
		'x-forwarded-for': '127.0.0.1',
		'x-forwarded-host': host,
		'x-forwarded-proto': 'https',
		[upstreamHeader]: gateName,
		[proofHeader]: '1'
	};
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		const options = { host: '127.0.0.1', port: sites.port, path, headers, agent: false, signal };
		request(options, resolve).on('error', reject).end();
	});
	const status = response.statusCode ?? 0;
	response.destroy();
	return { status, upstream: `${response.headers[answeredByHeader.toLowerCase()] ?? ''}` };
}
