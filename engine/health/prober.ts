import { connect } from 'node:net';
import { Agent, request } from 'undici';
import type { HealthSettings, Target } from '../spec.ts';
import type { Prober, ProbeResult } from './port.ts';

/** Milliseconds for one try: a starting app may be slow, but a hanging one must not use up the deadline. */
const tryTimeout = 5_000;

type ProbeOptions = { host: string; signal: AbortSignal };

/** Probes from outside the container, each time over a fresh connection. */
export function createProber({ timeout = tryTimeout }: { timeout?: number } = {}): Prober {
	const agent = new Agent({ connect: { timeout }, headersTimeout: timeout, bodyTimeout: timeout });
	return {
		async probe(target, health, options) {
			const late = AbortSignal.timeout(timeout);
			const signal = AbortSignal.any([options.signal, late]);
			try {
				return health.kind === 'tcp'
					? await probeTcp(target, signal)
					: await probeHttp(agent, target, { health, host: options.host, signal });
			} catch (error) {
				options.signal.throwIfAborted();
				return { healthy: false, detail: reason(error, target, timeout) };
			}
		}
	};
}

async function probeTcp({ address, port }: Target, signal: AbortSignal): Promise<ProbeResult> {
	await new Promise<void>((resolve, reject) => {
		const socket = connect({ host: address, port, signal });
		socket.on('connect', () => resolve(void socket.destroy()));
		socket.on('error', reject);
	});
	return { healthy: true, detail: `accepted a connection on port ${port}` };
}

async function probeHttp(
	dispatcher: Agent,
	{ address, port }: Target,
	{ health, host, signal }: { health: HealthSettings } & ProbeOptions
): Promise<ProbeResult> {
	const { statusCode, headers, body } = await request(`http://${address}:${port}${health.path}`, {
		dispatcher,
		method: 'GET',
		headers: { host, 'user-agent': 'Gantry-Health-Check', 'x-forwarded-proto': 'https' },
		reset: true,
		signal
	});
	if (statusCode < 500) {
		body.on('error', () => {}).destroy();
		const answered = `answered ${statusCode}${whither(headers.location)}`;
		const missed = missedPath(health.path, { statusCode, location: headers.location });
		if (missed) return { healthy: false, detail: `${health.path} ${answered}: ${missed}` };
		return { healthy: true, detail: answered };
	}
	const excerpt = await readExcerpt(body);
	return { healthy: false, detail: `answered ${statusCode}${excerpt && `: ${excerpt}`}` };
}

/**
 * Why an answer says nothing about a path that somebody chose: it is another page's. What `/` answers is
 * the app's own affair.
 */
function missedPath(
	path: string,
	{ statusCode, location }: { statusCode: number; location: string | string[] | undefined }
): string | null {
	if (path === '/') return null;
	if (statusCode === 404) return 'the app has no such page';
	const isRedirect = statusCode >= 300 && statusCode < 400 && typeof location === 'string';
	if (!isRedirect || pathOf(location, path) === pathOf(path, path)) return null;
	return 'the health path must answer itself';
}

/** Without query and last slash: `/health` → `/health/` leads to the same page. */
function pathOf(location: string, from: string): string {
	const base = new URL(from, 'http://app');
	if (!URL.canParse(location, base)) return location;
	return new URL(location, base).pathname.replace(/\/$/, '');
}

/** Where a redirect leads: a login page is healthy, but seldom what was meant to be asked. */
function whither(location: string | string[] | undefined): string {
	if (typeof location !== 'string') return '';
	return `, a redirect to ${location.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 100)}`;
}

/** The first words of an error page, without its markup. */
async function readExcerpt(body: AsyncIterable<Buffer>): Promise<string> {
	let text = '';
	for await (const chunk of body) {
		text += chunk.toString('utf8');
		if (text.length > 4096) break;
	}
	return text
		.replace(/<(style|script)[^]*?<\/\1>|<[^>]*>/gi, ' ')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim()
		.slice(0, 300);
}

function reason(error: unknown, { port }: Target, timeout: number): string {
	const { code = '', name } = error as NodeJS.ErrnoException;
	if (code === 'ECONNREFUSED') return `connection refused on port ${port}`;
	if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
		return `port ${port} closed the connection without an answer`;
	}
	if (code === 'UND_ERR_CONNECT_TIMEOUT') return `no connection to port ${port}`;
	if (name === 'TimeoutError' || name === 'AbortError' || code.endsWith('TIMEOUT')) {
		return `no answer on port ${port} within ${timeout / 1000} s`;
	}
	if (name === 'HTTPParserError') return `port ${port} does not speak HTTP`;
	return `port ${port} failed: ${code || (error as Error).message}`;
}
