import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { checkServerIdentity, rootCertificates, type TLSSocket } from 'node:tls';
import { answeredByHeader, proofHeader } from '#caddy/proof-route.ts';
import type { EdgeSettings } from '#caddy/settings.ts';
import { AppError } from '../error.ts';
import { folderOf, isGateName } from '../names/dns/inner-names.ts';
import type { Visit } from './port.ts';
import { visitGate } from './visit-gate.ts';

interface VisitOptions {
	host: string;
	path: string;
	signal: AbortSignal;
}

/** An ACME server may need several tries of its own to reach this machine. */
const visitDeadline = 90_000;

/**
 * One handshake and one GET, the way a visitor's come. The certificate must be good for the host; from
 * a private ACME server, whose root is not known here, only its names and dates are checked.
 */
export async function visitThroughEdge(
	settings: EdgeSettings,
	visit: VisitOptions
): Promise<Visit> {
	const { host, path } = visit;
	const authority = settings.httpsPort === 443 ? host : `${host}:${settings.httpsPort}`;
	const started = performance.now();
	const options = {
		host: '127.0.0.1',
		port: settings.httpsPort,
		servername: host,
		path,
		agent: false as const,
		ca: await trustedRoots(settings),
		rejectUnauthorized: settings.acme.ca === null,
		headers: { host: authority, 'user-agent': 'gantry', [proofHeader]: '1' },
		signal: AbortSignal.any([visit.signal, AbortSignal.timeout(visitDeadline)])
	};
	try {
		const response = await get(options);
		const unfit = certificateFault(host, response.socket as TLSSocket);
		const status = response.statusCode ?? 0;
		const upstream = `${response.headers[answeredByHeader.toLowerCase()] ?? ''}`;
		response.destroy();
		if (unfit) throw unfit;
		// What stands before the app for its visitors says nothing of the app.
		const behind = isGateName(upstream) ? await visitGate(settings, visit) : { status, upstream };
		return {
			status: behind.status,
			milliseconds: Math.round(performance.now() - started),
			answeredBy: addressOf(behind.upstream)
		};
	} catch (cause) {
		throw asAppError(host, cause);
	}
}

/** Containers are known to Caddy by names that spell their address, sites by such that spell their folder. */
function addressOf(upstream: string): string | null {
	const [, address, port] = /^ip-([\d-]+)\.edge\.internal\.?:(\d+)$/.exec(upstream) ?? [];
	if (address !== undefined) return `${address.replaceAll('-', '.')}:${port}`;
	if (upstream === '') return null;
	return folderOf(upstream.replace(/\.?:\d+$/, '')) ?? upstream;
}

function get(options: RequestOptions): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		request(options, resolve).on('error', reject).end();
	});
}

/** The well-known authorities, and our own CA once Caddy has made it. */
async function trustedRoots({ storage }: EdgeSettings): Promise<string[]> {
	const own = join(storage, 'pki/authorities/local/root.crt');
	const pem = await readFile(own, 'utf8').catch(() => null);
	return pem === null ? [...rootCertificates] : [...rootCertificates, pem];
}

function certificateFault(host: string, socket: TLSSocket): Error | undefined {
	if (socket.authorized) return undefined;
	const certificate = socket.getPeerCertificate();
	if (Date.parse(certificate.valid_to) < Date.now())
		return new Error('the certificate has expired');
	return checkServerIdentity(host, certificate);
}

function asAppError(host: string, cause: unknown): AppError {
	const { code, message, name } = cause as NodeJS.ErrnoException;
	if (code === 'ECONNREFUSED') {
		return new AppError('edge_unreachable', 503, 'The edge (Caddy) does not answer.', {
			hint: 'It is restarted by itself; if this stays, see logs/gantry/edge.log in the data directory.',
			cause
		});
	}
	if (name === 'AbortError' || name === 'TimeoutError') {
		return new AppError('visit_timed_out', 504, `https://${host} did not answer in time.`, {
			hint: 'The app or the certificate takes too long; see the runtime log and logs/gantry/caddy.log.',
			cause
		});
	}
	// A handshake that Caddy breaks off says only "internal error".
	const reason = code === 'EPROTO' ? 'the edge has no certificate for it yet' : message;
	return new AppError('certificate_failed', 502, `No HTTPS connection to ${host}: ${reason}.`, {
		hint: 'Its DNS must point to this machine, with ports 80 and 443 open; logs/gantry/caddy.log says what the authority answered.',
		cause
	});
}
