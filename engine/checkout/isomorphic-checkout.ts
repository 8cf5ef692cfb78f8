import fs from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import git, { type HttpClient } from 'isomorphic-git';
import { AppError } from '../error.ts';
import { checkedGitUrl } from './checked-source.ts';
import { branchNotFound, commitNotFound, hostUnreachable } from './failures.ts';
import type { CheckoutOptions } from './git-checkout.ts';
import { limitedHttp } from './isomorphic-http.ts';
import { isomorphicObjects, tarOfTree } from './isomorphic-objects.ts';
import type { Checkout } from './port.ts';
import { locate, pinnedAgent } from './remote-refs.ts';
import { openTree, treeAt } from './tree-walk.ts';

interface Session {
	host: string;
	/** Where the repository really is. */
	at: string;
	http: HttpClient;
}

/** Checkout without a git program: https only, and a fetched pack is held in memory. */
export function isomorphicCheckout(options: CheckoutOptions): Checkout {
	const { root, allowPrivateHosts, guard, limits } = options;
	const dirOf = (service: string) => join(root, service);

	async function visit<T>(
		text: string,
		signal: AbortSignal,
		work: (session: Session) => Promise<T>
	): Promise<T> {
		const url = checkedGitUrl(text, allowPrivateHosts);
		if (url.scheme === 'ssh') {
			throw new AppError('git_ssh_unsupported', 422, 'SSH URLs need the git program', {
				hint: 'Install git 2.37 or later on this server, or give an https:// URL.',
				field: 'url'
			});
		}
		const late = AbortSignal.timeout(limits.total);
		const either = AbortSignal.any([signal, late]);
		const address = await guard.address(url, { signal });
		const agent = pinnedAgent(address, limits);
		const http = limitedHttp(url, { agent, limits, signal: either });
		try {
			const at = await locate(url, { address, limits, signal: either });
			return await work({ host: url.host, at, http });
		} catch (error) {
			signal.throwIfAborted();
			if (late.aborted) {
				throw hostUnreachable(url.host, `took longer than ${Math.round(limits.total / 1000)} s`);
			}
			throw http.failure() ?? error;
		} finally {
			await agent.destroy();
		}
	}

	return {
		branches: (url, { signal }) =>
			visit(url, signal, async (session) => {
				const { main, heads } = await readHeads(session);
				return { default: main, names: [...heads.keys()] };
			}),

		resolve: ({ url, branch, commit }, { signal }) =>
			visit(url, signal, async (session) => {
				const head = await headOf(session, branch);
				if (!commit || head.startsWith(commit)) return { sha: head };
				return { sha: await findInHistory(session, branch, commit) };
			}),

		async fetch(service, { url, branch, commit }, rootDirectory, { signal, log }) {
			const gitdir = dirOf(service);
			await mkdir(gitdir, { recursive: true });
			await git.init({ fs, gitdir, bare: true });
			const sha =
				commit && (await hasCommit(gitdir, commit))
					? commit
					: await visit(url, signal, async (session) => {
							const wanted = commit ?? (await headOf(session, branch));
							log?.(`Fetching ${wanted.slice(0, 7)} of ${branch} from ${session.host}`);
							await fetchCommit(session, { gitdir, sha: wanted, branch });
							return wanted;
						});
			const { commit: read } = await git.readCommit({ fs, gitdir, oid: sha });
			return {
				sha,
				author: read.author.name,
				message: read.message.trim(),
				committedAt: new Date(read.committer.timestamp * 1000),
				tree: await treeAt(isomorphicObjects(gitdir), sha, rootDirectory)
			};
		},

		tree: (service, sha, rootDirectory) =>
			openTree(isomorphicObjects(dirOf(service)), sha, rootDirectory),

		archive(service, sha, rootDirectory, { signal }) {
			const gitdir = dirOf(service);
			return tarOfTree(gitdir, {
				tree: treeAt(isomorphicObjects(gitdir), sha, rootDirectory),
				mtime: git
					.readCommit({ fs, gitdir, oid: sha })
					.then(({ commit }) => new Date(commit.committer.timestamp * 1000)),
				signal
			});
		},

		async remove(service) {
			await rm(dirOf(service), { recursive: true, force: true, maxRetries: 3 });
		}
	};
}

async function readHeads({ at, http }: Session) {
	const refs = await git.listServerRefs({ http, url: at, symrefs: true, protocolVersion: 1 });
	const prefix = 'refs/heads/';
	const heads = new Map(
		refs
			.filter(({ ref }) => ref.startsWith(prefix))
			.map(({ ref, oid }) => [ref.slice(prefix.length), oid])
	);
	const main = refs.find(({ ref }) => ref === 'HEAD')?.target?.slice(prefix.length) ?? '';
	return { main: heads.has(main) ? main : (heads.keys().next().value ?? ''), heads };
}

async function headOf(session: Session, branch: string): Promise<string> {
	const { heads } = await readHeads(session);
	const sha = heads.get(branch);
	if (!sha) throw branchNotFound(branch, [...heads.keys()]);
	return sha;
}

async function hasCommit(gitdir: string, oid: string): Promise<boolean> {
	return git.readCommit({ fs, gitdir, oid }).then(
		() => true,
		() => false
	);
}

/** Not every host hands out any commit by its name over protocol 1: then its branch is fetched whole. */
async function fetchCommit(
	session: Session,
	{ gitdir, sha, branch }: { gitdir: string; sha: string; branch: string }
): Promise<void> {
	const remote = 'origin';
	await git.addRemote({ fs, gitdir, remote, url: session.at, force: true });
	const common = { fs, http: session.http, gitdir, remote, url: session.at, tags: false };
	const isHead = (await readHeads(session)).heads.get(branch) === sha;
	const ref = isHead ? branch : sha;
	await git
		.fetch({ ...common, ref, remoteRef: ref, singleBranch: true, depth: 1 })
		.catch((error: unknown) => {
			if (error instanceof AppError) throw error;
		});
	if (await hasCommit(gitdir, sha)) return;
	const { heads } = await readHeads(session);
	if (!heads.has(branch)) throw branchNotFound(branch, [...heads.keys()]);
	await git.fetch({ ...common, ref: branch, remoteRef: branch, singleBranch: true });
	if (!(await hasCommit(gitdir, sha))) throw commitNotFound(sha, branch);
}

async function findInHistory(session: Session, branch: string, commit: string): Promise<string> {
	const gitdir = await mkdtemp(join(tmpdir(), 'gantry-history-'));
	try {
		await git.init({ fs, gitdir, bare: true });
		await git.addRemote({ fs, gitdir, remote: 'origin', url: session.at });
		const { fetchHead } = await git.fetch({
			...{ fs, http: session.http, gitdir, url: session.at, remote: 'origin' },
			...{ ref: branch, remoteRef: branch, singleBranch: true, tags: false }
		});
		const history = await git.log({ fs, gitdir, ref: fetchHead ?? undefined });
		const found = history.filter(({ oid }) => oid.startsWith(commit));
		if (found.length !== 1 || !found[0]) throw commitNotFound(commit, branch);
		return found[0].oid;
	} finally {
		await rm(gitdir, { recursive: true, force: true });
	}
}
