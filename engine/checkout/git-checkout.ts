import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../error.ts';
import type { Commit, Id } from '../spec.ts';
import { branchNotFound, commitNotFound, hostUnreachable } from './failures.ts';
import { GitObjects } from './git-objects.ts';
import { GitRefusal, GitRemote } from './git-remote.ts';
import { checkedGitUrl } from './checked-source.ts';
import type { HostGuard } from './host-guard.ts';
import type { GitLimits } from './limits.ts';
import { prepareMirror, tidyMirror } from './mirror.ts';
import type { Checkout } from './port.ts';
import { runGit, streamGit } from './run-git.ts';
import { openTree, treeAt } from './tree-walk.ts';

export interface CheckoutOptions {
	/** Folder of the bare caches, one a service. */
	root: string;
	allowPrivateHosts: readonly string[];
	guard: HostGuard;
	limits: GitLimits;
}

/** Checkout through the git program: one bare cache a service, fetched one commit deep. */
export function gitCheckout({ root, allowPrivateHosts, guard, limits }: CheckoutOptions): Checkout {
	const dirOf = (service: Id) => join(root, service);
	const caches = new Map<string, GitObjects>();
	const remote = (url: string) =>
		new GitRemote(checkedGitUrl(url, allowPrivateHosts), guard, limits);

	function objectsOf(service: Id): GitObjects {
		const objects = caches.get(service) ?? new GitObjects(dirOf(service));
		caches.set(service, objects);
		return objects;
	}

	return {
		async branches(url, { signal }) {
			const { default: main, heads } = await remote(url).heads(signal);
			return { default: main, names: [...heads.keys()] };
		},

		async resolve({ url, branch, commit }, { signal }) {
			const from = remote(url);
			const head = await from.head(branch, signal);
			if (!commit || head.startsWith(commit)) return { sha: head };
			return { sha: await findInHistory(from, { branch, commit, signal }) };
		},

		async fetch(service, { url, branch, commit }, rootDirectory, { signal, log }) {
			const gitDir = dirOf(service);
			const { isNew } = await prepareMirror(gitDir);
			const from = remote(url);
			const objects = objectsOf(service);
			if (isNew && !commit) {
				log?.(`Fetching ${branch} from ${from.url.host}`);
				const fetched = fetchHead(from, { gitDir, branch, signal });
				objects.warm();
				const head = await fetched;
				const found = head && (await readCommit(objects, { name: head, rootDirectory }));
				if (found) return found;
			}
			const sha = commit ?? (await from.head(branch, signal));
			const known = await readCommit(objects, { name: sha, rootDirectory });
			if (known) {
				log?.(`Commit ${sha.slice(0, 7)} is already here`);
				return known;
			}
			log?.(`Fetching ${sha.slice(0, 7)} of ${branch} from ${from.url.host}`);
			await fetchCommit(from, { gitDir, objects, sha, branch, signal });
			await tidyMirror(gitDir, sha, signal);
			const fetched = await readCommit(objects, { name: sha, rootDirectory });
			if (!fetched) throw commitNotFound(sha, branch);
			return fetched;
		},

		tree: (service, sha, rootDirectory) => openTree(objectsOf(service), sha, rootDirectory),

		archive(service, sha, rootDirectory, { signal }) {
			const path = rootDirectory.split('/').filter((part) => part !== '' && part !== '.');
			return streamGit(['archive', '--format=tar', `${sha}:${path.join('/')}`], {
				gitDir: dirOf(service),
				signal
			});
		},

		async remove(service) {
			for (const [name, objects] of caches) {
				if (name !== service && !name.startsWith(`${service}/`)) continue;
				objects.close();
				caches.delete(name);
			}
			await rm(dirOf(service), { recursive: true, force: true, maxRetries: 3 });
		}
	};
}

/** Where a branch's head is kept when it was fetched by the branch's name. */
const branchRef = 'refs/gantry/branch';

/** One transfer into the cache. Errors: those of the host, repository_too_large, GitRefusal. */
async function transfer(
	from: GitRemote,
	given: { gitDir: string; refspec: string; isWhole?: boolean; signal: AbortSignal }
): Promise<void> {
	const { gitDir, refspec, isWhole, signal } = given;
	const options = [
		...['--progress', '--no-tags', '--no-write-fetch-head', '--no-auto-gc', '--force'],
		...(isWhole ? [] : ['--depth=1'])
	];
	try {
		await from.run((at) => ['fetch', ...options, '--', at, refspec], { gitDir, signal });
	} catch (error) {
		if (error instanceof AppError && error.code === 'repository_too_large') {
			await rm(gitDir, { recursive: true, force: true });
		}
		throw error;
	}
}

/**
 * The first time nothing can be here already: the branch's head comes with one question instead of two.
 * Answers the ref that holds it; null: the host refused, and why is for the longer way to find out.
 */
async function fetchHead(
	from: GitRemote,
	{ gitDir, branch, signal }: { gitDir: string; branch: string; signal: AbortSignal }
): Promise<string | null> {
	try {
		await transfer(from, { gitDir, refspec: `refs/heads/${branch}:${branchRef}`, signal });
		return branchRef;
	} catch (error) {
		if (error instanceof GitRefusal) return null;
		throw error;
	}
}

/** Hosts that speak protocol 2 hand out any commit by its name; for others its branch is fetched whole. */
async function fetchCommit(
	from: GitRemote,
	{
		gitDir,
		objects,
		sha,
		branch,
		signal
	}: { gitDir: string; objects: GitObjects; sha: string; branch: string; signal: AbortSignal }
): Promise<void> {
	try {
		await transfer(from, { gitDir, refspec: `${sha}:refs/gantry/${sha}`, signal });
	} catch (error) {
		if (!(error instanceof GitRefusal)) throw error;
		const { heads } = await from.heads(signal);
		if (!heads.has(branch)) throw branchNotFound(branch, [...heads.keys()]);
		const isWhole = heads.get(branch) !== sha;
		const refspec = `refs/heads/${branch}:${branchRef}`;
		await transfer(from, { gitDir, refspec, isWhole, signal }).catch((cause: unknown) => {
			if (!(cause instanceof GitRefusal)) throw cause;
			throw hostUnreachable(from.url.host, 'broke off the transfer', cause);
		});
		if (!(await objects.commit(sha))) throw commitNotFound(sha, branch);
	}
}

/** The facts of a commit by its id or ref, or null when the cache does not hold it. Errors: folder_not_found. */
async function readCommit(
	objects: GitObjects,
	{ name, rootDirectory }: { name: string; rootDirectory: string }
): Promise<Commit | null> {
	const found = await objects.commit(name);
	if (!found || rootDirectory === '') return found;
	return { ...found, tree: await treeAt(objects, found.sha, rootDirectory) };
}

/** Reads the branch's commits without their files into a throw-away cache and looks the name up there. */
async function findInHistory(
	from: GitRemote,
	{ branch, commit, signal }: { branch: string; commit: string; signal: AbortSignal }
): Promise<string> {
	const gitDir = await mkdtemp(join(tmpdir(), 'gantry-history-'));
	try {
		await runGit(['init', '--quiet', '--bare', '--template=', gitDir], { signal });
		await from.run(
			(at) => [
				...['fetch', '--progress', '--no-tags', '--no-write-fetch-head', '--filter=tree:0', '--'],
				...[at, `refs/heads/${branch}:refs/heads/branch`]
			],
			{ gitDir, signal }
		);
		const history = await runGit(['rev-list', 'refs/heads/branch'], { gitDir, signal });
		const found = history.stdout
			.toString()
			.split('\n')
			.filter((sha) => sha.startsWith(commit));
		if (found.length !== 1 || !found[0]) throw commitNotFound(commit, branch);
		return found[0];
	} finally {
		await rm(gitDir, { recursive: true, force: true });
	}
}
