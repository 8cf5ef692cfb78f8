import { createServer, type Server } from 'node:http';
import type { Answer } from './table.ts';

export interface AskSources {
	resolve: (host: string) => Answer;
	/** A certificate that Caddy already keeps for the host may always be loaded or renewed. */
	hasCertificate: (host: string) => Promise<boolean>;
	/** Takes one try to get a new certificate; false when it must wait. All names of a wildcard share theirs. */
	mayTry: (claim: string) => boolean;
}

/**
 * Caddy asks `GET …?domain=<host>` before it gets or renews a certificate during a handshake:
 * 200 yes, 404 a host of nobody, 403 not allowed yet, 429 too many failed tries.
 */
export function askServer(sources: AskSources): Server {
	return createServer((request, response) => {
		const host = new URL(request.url ?? '/', 'http://ask').searchParams.get('domain') ?? '';
		void decide(host, sources).then(
			(status) => response.writeHead(status).end(),
			() => response.writeHead(500).end()
		);
	});
}

async function decide(host: string, sources: AskSources): Promise<number> {
	const { claim, mayAsk } = sources.resolve(host);
	if (claim === null) return 404;
	if (!mayAsk) return 403;
	if (await sources.hasCertificate(host.toLowerCase())) return 200;
	return sources.mayTry(claim) ? 200 : 429;
}
