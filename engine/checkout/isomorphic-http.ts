import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git';
import { type Dispatcher, request } from 'undici';
import { AppError } from '../error.ts';
import { hostUnreachable, repositoryTooLarge } from './failures.ts';
import type { GitUrl } from './git-url.ts';
import type { GitLimits } from './limits.ts';
import { networkReason } from './remote-refs.ts';

/**
 * What isomorphic-git lacks: a pinned address, time-outs, an end on abort, a cap on bytes. Redirects are
 * not followed here: `locate` did that before.
 */
export function limitedHttp(
	url: GitUrl,
	{ agent, limits, signal }: { agent: Dispatcher; limits: GitLimits; signal: AbortSignal }
): HttpClient & { failure: () => unknown } {
	let failure: unknown = null;

	async function* capped(body: AsyncIterable<Buffer>): AsyncIterableIterator<Uint8Array> {
		let bytes = 0;
		try {
			for await (const chunk of body) {
				bytes += chunk.length;
				if (bytes > limits.bytes) throw repositoryTooLarge(limits.bytes);
				yield chunk;
			}
		} catch (error) {
			throw translated(error);
		}
	}

	function translated(error: unknown): unknown {
		const isOurs = error instanceof AppError;
		failure = signal.aborted
			? signal.reason
			: isOurs
				? error
				: hostUnreachable(url.host, networkReason(error, limits), error);
		return failure;
	}

	return {
		// isomorphic-git takes a body that breaks off for one that ends: the cause is asked for here.
		failure: () => failure,
		async request({ url: at, method, headers, body }: GitHttpRequest): Promise<GitHttpResponse> {
			try {
				const chunks: Uint8Array[] = [];
				for await (const chunk of body ?? []) chunks.push(chunk);
				const answer = await request(at, {
					method: method === 'POST' ? 'POST' : 'GET',
					headers,
					body: chunks.length > 0 ? Buffer.concat(chunks) : null,
					dispatcher: agent,
					signal
				});
				return {
					url: at,
					method,
					statusCode: answer.statusCode,
					statusMessage: '',
					headers: Object.fromEntries(
						Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
					),
					body: capped(answer.body)
				};
			} catch (error) {
				throw translated(error);
			}
		}
	};
}
