import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import { z } from 'zod';
import { AppError } from '../error.ts';
import { checkedGitUrl } from './checked-source.ts';
import { hostUnreachable, redirectRefused } from './failures.ts';
import type { GitUrl } from './git-url.ts';
import type { HostGuard } from './host-guard.ts';
import type { LfsObject } from './lfs-pointer.ts';
import type { GitLimits } from './limits.ts';
import { networkReason, pinnedAgent } from './remote-refs.ts';

export interface LfsOptions {
	allowPrivateHosts: readonly string[];
	guard: HostGuard;
	limits: GitLimits;
}

const media = 'application/vnd.git-lfs+json';
const batchSize = 100;
const mostRedirects = 3;

const batchAnswer = z.object({
	objects: z.array(
		z.object({
			oid: z.string(),
			actions: z
				.object({
					download: z.object({
						href: z.string(),
						header: z.record(z.string(), z.string()).nullish()
					})
				})
				.nullish(),
			error: z.object({ code: z.number(), message: z.string() }).nullish()
		})
	)
});

interface Download {
	href: string;
	headers: Record<string, string>;
}

/** Where the objects of a repository are asked for, unless .lfsconfig names another place. */
export function lfsEndpoint({ scheme, host, port, path }: GitUrl): string {
	const at = scheme === 'ssh' ? `https://${host}` : `${scheme}://${host}${port ? `:${port}` : ''}`;
	return `${at}/${path.replace(/\.git$/, '')}.git/info/lfs`;
}

/** The basic transfer of Git LFS: a batch asked for, each object streamed to a file and checked. */
export class LfsClient {
	readonly #options: LfsOptions;
	readonly #endpoint: string;

	/** Errors: git_url_invalid. */
	constructor(endpoint: string, options: LfsOptions) {
		const place = checkedGitUrl(endpoint, options.allowPrivateHosts);
		this.#endpoint = place.scheme === 'ssh' ? lfsEndpoint(place) : place.url;
		this.#options = options;
	}

	/** Errors: lfs_unavailable, lfs_object_missing, git_host_private, git_host_unreachable. */
	async downloads(objects: LfsObject[], signal: AbortSignal): Promise<Map<string, Download>> {
		const found = new Map<string, Download>();
		for (let index = 0; index < objects.length; index += batchSize) {
			const part = objects.slice(index, index + batchSize);
			for (const { oid, actions, error } of await this.#batch(part, signal)) {
				if (error || !actions) throw objectMissing(oid, error?.message ?? 'it is not there');
				found.set(oid, {
					href: actions.download.href,
					headers: actions.download.header ?? {}
				});
			}
		}
		return found;
	}

	async #batch(objects: LfsObject[], signal: AbortSignal) {
		const body = JSON.stringify({ operation: 'download', transfers: ['basic'], objects });
		const headers = { accept: media, 'content-type': media };
		const at = `${this.#endpoint}/objects/batch`;
		return this.#visit(at, { method: 'POST', headers, body, signal }, async (answer, host) => {
			if (answer.statusCode !== 200) {
				await answer.body.dump();
				throw unavailable(host, `answered ${answer.statusCode}`);
			}
			const parsed = batchAnswer.safeParse(await answer.body.json().catch(() => null));
			if (parsed.success) return parsed.data.objects;
			throw unavailable(host, 'answered something that is not Git LFS');
		});
	}

	/** Streams one object to `file`. Errors: those of `downloads`, lfs_object_wrong. */
	async fetch(
		{ href, headers }: Download,
		{ oid, size, file, signal }: LfsObject & { file: string; signal: AbortSignal }
	): Promise<void> {
		const draft = `${file}.draft`;
		const call = { method: 'GET' as const, headers, signal };
		try {
			await this.#visit(href, call, async (answer, host) => {
				if (answer.statusCode !== 200) {
					await answer.body.dump();
					throw unavailable(host, `answered ${answer.statusCode} for ${oid.slice(0, 12)}`);
				}
				const { hash, meter } = metered(oid, size);
				await pipeline(answer.body, meter, createWriteStream(draft));
				if (hash.digest('hex') !== oid) throw objectWrong(oid);
			});
			await rename(draft, file);
		} finally {
			await rm(draft, { force: true });
		}
	}

	/** One request to a checked and pinned address; redirects are followed, each checked like the first. */
	async #visit<T>(
		at: string,
		call: {
			method: 'GET' | 'POST';
			headers: Record<string, string>;
			body?: string;
			signal: AbortSignal;
		},
		read: (answer: Awaited<ReturnType<typeof request>>, host: string) => Promise<T>
	): Promise<T> {
		const { guard, limits, allowPrivateHosts } = this.#options;
		let { headers } = call;
		for (let redirects = 0; redirects <= mostRedirects; redirects++) {
			const url = placeOf(at, allowPrivateHosts);
			const agent = pinnedAgent(await guard.address(url, call), limits);
			try {
				const answer = await request(at, { ...call, headers, dispatcher: agent });
				const location = answer.headers.location;
				if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== 'string') {
					return await read(answer, url.host);
				}
				await answer.body.dump();
				const next = new URL(location, at);
				// Credentials are for the host that they were given for.
				if (next.origin !== new URL(at).origin) headers = {};
				at = next.href;
			} catch (error) {
				call.signal.throwIfAborted();
				if (error instanceof AppError) throw error;
				throw hostUnreachable(url.host, networkReason(error, limits), error);
			} finally {
				await agent.destroy();
			}
		}
		throw unavailable(new URL(at).host, 'redirects in a loop');
	}
}

/** https only, save for hosts of one's own. */
function placeOf(at: string, plainHosts: readonly string[]): GitUrl {
	const url = URL.parse(at);
	const isPlain = url?.protocol === 'http:' && plainHosts.includes(url.hostname);
	if (!url || url.username || (url.protocol !== 'https:' && !isPlain)) {
		throw redirectRefused('Git LFS', url?.host ?? 'an address that is none');
	}
	return {
		scheme: isPlain ? 'http' : 'https',
		host: url.hostname,
		port: url.port === '' ? null : Number(url.port),
		path: url.pathname.slice(1),
		url: at
	};
}

/** Counts and hashes what passes; one byte too many ends it. */
function metered(oid: string, size: number) {
	const hash = createHash('sha256');
	let bytes = 0;
	const meter = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			if (bytes > size) return done(objectWrong(oid));
			hash.update(chunk);
			done(null, chunk);
		}
	});
	return { hash, meter };
}

const unavailable = (host: string, detail: string) =>
	new AppError('lfs_unavailable', 502, `Git LFS at ${host} ${detail}`, {
		hint: 'The files that .gitattributes gives to Git LFS could not be fetched. A private repository needs a connection.',
		field: 'url'
	});

const objectMissing = (oid: string, detail: string) =>
	new AppError('lfs_object_missing', 422, `Git LFS has no object ${oid.slice(0, 12)}: ${detail}`, {
		hint: 'Push it from where it was made: git lfs push --all origin'
	});

const objectWrong = (oid: string) =>
	new AppError(
		'lfs_object_wrong',
		502,
		`Git LFS sent another file than object ${oid.slice(0, 12)}`,
		{
			hint: 'Try again. If it stays so, push the file anew: git lfs push --all origin'
		}
	);
