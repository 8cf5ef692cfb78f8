import { request } from 'node:http';
import { upstreamHeader } from '#caddy/sites-server.ts';
import type { EdgeSettings } from '#caddy/settings.ts';
import { AppError } from '../error.ts';
import { siteName } from '../names/dns/inner-names.ts';
import type { Visit } from './port.ts';

const visitDeadline = 10_000;

/** One GET of a release of files, at the edge's inner server, as the edge itself asks for it. */
export async function visitFiles(
	{ sites }: EdgeSettings,
	folder: string,
	{ path, signal }: { path: string; signal: AbortSignal }
): Promise<Visit> {
	const started = performance.now();
	const within = AbortSignal.any([signal, AbortSignal.timeout(visitDeadline)]);
	const status = await new Promise<number>((resolve, reject) => {
		request(
			{
				host: '127.0.0.1',
				port: sites.port,
				path,
				agent: false,
				headers: { [upstreamHeader]: siteName({ live: folder, before: null }) },
				signal: within
			},
			(response) => {
				resolve(response.statusCode ?? 0);
				response.destroy();
			}
		)
			.on('error', reject)
			.end();
	}).catch((cause: unknown) => {
		signal.throwIfAborted();
		throw new AppError('edge_unreachable', 503, 'The edge (Caddy) does not answer for files.', {
			hint: 'It is restarted by itself; if this stays, see logs/gantry/caddy.log in the data directory.',
			cause
		});
	});
	return { status, milliseconds: Math.round(performance.now() - started), answeredBy: folder };
}
