import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
	branchNotFound,
	hostUnreachable,
	repositoryNotFound,
	repositoryTooLarge
} from './failures.ts';
import type { GitUrl } from './git-url.ts';
import type { HostGuard } from './host-guard.ts';
import type { GitLimits } from './limits.ts';
import { locate } from './remote-refs.ts';
import { runGit } from './run-git.ts';

/** A repository at its Git host: each call resolves, checks and pins the host's address anew. */
export class GitRemote {
	readonly #guard: HostGuard;
	readonly #limits: GitLimits;
	readonly url: GitUrl;

	constructor(url: GitUrl, guard: HostGuard, limits: GitLimits) {
		this.url = url;
		this.#guard = guard;
		this.#limits = limits;
	}

	/** Branches with their heads, and the default one. */
	async heads(signal: AbortSignal): Promise<{ default: string; heads: Map<string, string> }> {
		const { stdout } = await this.run(
			(at) => ['ls-remote', '--symref', '--', at, 'HEAD', 'refs/heads/*'],
			{ signal }
		);
		const heads = new Map<string, string>();
		let main = '';
		for (const line of stdout.toString().split('\n')) {
			main ||= /^ref: refs\/heads\/(.+)\tHEAD$/.exec(line)?.[1] ?? '';
			const [, sha, name] = /^([0-9a-f]{40})\trefs\/heads\/(.+)$/.exec(line) ?? [];
			if (sha && name) heads.set(name, sha);
		}
		return { default: heads.has(main) ? main : (heads.keys().next().value ?? ''), heads };
	}

	/** The commit at the head of `branch`. Errors: branch_not_found. */
	async head(branch: string, signal: AbortSignal): Promise<string> {
		const { heads } = await this.heads(signal);
		const sha = heads.get(branch);
		if (!sha) throw branchNotFound(branch, [...heads.keys()]);
		return sha;
	}

	/**
	 * Runs one git command against the host. When it fails, one plain request finds out why: git's
	 * exit code is the same for a missing repository, a broken host and a redirect.
	 */
	async run(
		args: (at: string) => string[],
		call: { signal: AbortSignal; gitDir?: string; onProgress?: (text: string) => void }
	) {
		const { url } = this;
		const address = await this.#guard.address(url, call);
		const first = await this.#attempt(args(url.url), address, call);
		if (first.code === 0) return first;
		if (url.scheme === 'ssh') throw repositoryNotFound(url.host);
		const at = await locate(url, { address, limits: this.#limits, signal: call.signal });
		const second = await this.#attempt(args(at), address, call);
		if (second.code === 0) return second;
		throw new GitRefusal(url.host, second.stderr);
	}

	async #attempt(
		args: string[],
		address: string,
		call: { signal: AbortSignal; gitDir?: string; onProgress?: (text: string) => void }
	) {
		const { url } = this;
		const { idle, total, bytes } = this.#limits;
		const stop = new AbortController();
		const silent = () =>
			stop.abort(hostUnreachable(url.host, `sent nothing for ${seconds(idle)} s`));
		const late = () =>
			stop.abort(hostUnreachable(url.host, `took longer than ${seconds(total)} s`));
		const idleTimer = setTimeout(silent, idle);
		const totalTimer = setTimeout(late, total);
		const { gitDir } = call;
		const before = await packsOf(gitDir);
		const weigh = async () => {
			if (!gitDir || (await bytesSince(before, gitDir)) <= bytes) return;
			stop.abort(repositoryTooLarge(bytes));
		};
		const port = url.port ?? (url.scheme === 'http' ? 80 : 443);
		const pinned = address.includes(':') ? `[${address}]` : address;
		try {
			const ran = await runGit(args, {
				gitDir,
				signal: call.signal,
				stop: stop.signal,
				settings: [
					`http.curloptResolve=${url.host}:${port}:${pinned}`,
					'http.lowSpeedLimit=64',
					`http.lowSpeedTime=${seconds(idle)}`
				],
				onProgress: (text) => {
					idleTimer.refresh();
					call.onProgress?.(text);
					void weigh();
				}
			});
			await weigh();
			stop.signal.throwIfAborted();
			return ran;
		} finally {
			clearTimeout(idleTimer);
			clearTimeout(totalTimer);
		}
	}
}

/** The host is there and has the repository, yet refused what was asked for. */
export class GitRefusal extends Error {
	constructor(host: string, stderr: string) {
		super(`${host} refused: ${stderr.trim()}`);
		this.name = 'GitRefusal';
	}
}

const seconds = (milliseconds: number) => Math.max(1, Math.round(milliseconds / 1000));

const packsOf = (gitDir: string | undefined) =>
	gitDir ? readdir(join(gitDir, 'objects/pack')).catch(() => []) : Promise.resolve([]);

/** Bytes received since `before` was listed. */
async function bytesSince(before: string[], gitDir: string): Promise<number> {
	const added = (await packsOf(gitDir)).filter((name) => !before.includes(name));
	const sizes = await Promise.all(
		added.map((name) =>
			stat(join(gitDir, 'objects/pack', name)).then(
				({ size }) => size,
				() => 0
			)
		)
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}
