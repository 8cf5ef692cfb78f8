import { Agent, type Dispatcher, request } from 'undici';
import { hostUnreachable, redirectRefused, repositoryNotFound } from './failures.ts';
import type { GitLimits } from './limits.ts';
import type { GitUrl } from './git-url.ts';

/** Connects to the one checked address, whatever DNS says by then. */
export function pinnedAgent(address: string, limits: GitLimits): Agent {
	const family = address.includes(':') ? 6 : 4;
	return new Agent({
		connect: {
			timeout: Math.min(10_000, limits.idle),
			lookup: (_host, options, done) =>
				options.all ? done(null, [{ address, family }]) : done(null, address, family)
		},
		headersTimeout: limits.idle,
		bodyTimeout: limits.idle
	});
}

/** The cause of a failed request as half a sentence: "refused the connection". */
export function networkReason(error: unknown, limits: GitLimits): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	if (code === 'ECONNREFUSED') return 'refused the connection';
	if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'closed the connection';
	if (code.startsWith('UND_ERR_') && code.endsWith('TIMEOUT')) {
		return `sent nothing for ${Math.round(limits.idle / 1000)} s`;
	}
	if (/CERT|SSL|TLS|SELF_SIGNED/.test(code)) return `has no valid certificate (${code})`;
	return `could not be reached${code ? ` (${code})` : ''}`;
}

/**
 * Asks a Git host for a repository over smart HTTP and answers where it really is: redirects are
 * followed on the same host only. Errors: repository_not_found, git_host_unreachable, git_redirect_refused.
 */
export async function locate(
	url: GitUrl,
	{ address, limits, signal }: { address: string; limits: GitLimits; signal: AbortSignal }
): Promise<string> {
	const agent = pinnedAgent(address, limits);
	const tail = '/info/refs?service=git-upload-pack';
	let at = url.url;
	try {
		for (let redirects = 0; redirects < 5; redirects++) {
			const answer = await ask(`${at}${tail}`, agent, { host: url.host, limits, signal });
			if (!answer.location) return judged(answer.status, url.host, at);
			const target = URL.parse(answer.location, `${at}${tail}`);
			if (target?.hostname !== url.host || target.port !== (url.port?.toString() ?? '')) {
				throw redirectRefused(url.host, target?.host ?? 'an unreadable address');
			}
			if (target.protocol !== `${url.scheme}:`) throw redirectRefused(url.host, target.origin);
			at = `${target.origin}${target.pathname}`.replace(/\/info\/refs$/, '');
		}
		throw hostUnreachable(url.host, 'redirects in a loop');
	} finally {
		await agent.destroy();
	}
}

async function ask(
	url: string,
	dispatcher: Dispatcher,
	{ host, limits, signal }: { host: string; limits: GitLimits; signal: AbortSignal }
): Promise<{ status: number; location: string | null }> {
	try {
		const answer = await request(url, {
			dispatcher,
			signal,
			headers: { 'user-agent': 'git/gantry' }
		});
		answer.body.on('error', () => {}).destroy();
		const { location } = answer.headers;
		const isRedirect = answer.statusCode >= 300 && answer.statusCode < 400;
		return {
			status: answer.statusCode,
			location: isRedirect && typeof location === 'string' ? location : null
		};
	} catch (error) {
		signal.throwIfAborted();
		throw hostUnreachable(host, networkReason(error, limits), error);
	}
}

/** Hosts answer 401 or 403 for a repository that one may not know of. */
function judged(status: number, host: string, url: string): string {
	if (status === 200) return url;
	if ([401, 403, 404, 410].includes(status)) throw repositoryNotFound(host);
	throw hostUnreachable(host, `answered ${status}`);
}
