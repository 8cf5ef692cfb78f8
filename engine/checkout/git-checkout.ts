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
			await prepareMirror(gitDir, signal);
			const from = remote(url);
			const sha = commit ?? (await from.head(branch, signal));
			const objects = objectsOf(service);
			const known = await readCommit(objects, { sha, rootDirectory });
			if (known) {
				log?.(`Commit ${sha.slice(0, 7)} is already here`);
				return known;
			}
			log?.(`Fetching ${sha.slice(0, 7)} of ${branch} from ${from.url.host}`);
			await fetchCommit(from, { gitDir, objects, sha, branch, signal });
			await tidyMirror(gitDir, sha, signal);
			const fetched = await readCommit(objects, { sha, rootDirectory });
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
	const options = [
		'fetch',
		'--progress',
		'--no-tags',
		'--no-write-fetch-head',
		'--no-auto-gc',
		'--force'
	];
	const ref = `refs/gantry/${sha}`;
	try {
		await from.run((at) => [...options, '--depth=1', '--', at, `${sha}:${ref}`], {
			gitDir,
			signal
		});
	} catch (error) {
		if (error instanceof AppError && error.code === 'repository_too_large') {
			await rm(gitDir, { recursive: true, force: true });
		}
		if (!(error instanceof GitRefusal)) throw error;
		const { heads } = await from.heads(signal);
		if (!heads.has(branch)) throw branchNotFound(branch, [...heads.keys()]);
		const depth = heads.get(branch) === sha ? ['--depth=1'] : [];
		const refspec = `refs/heads/${branch}:refs/gantry/branch`;
		await from
			.run((at) => [...options, ...depth, '--', at, refspec], { gitDir, signal })
			.catch((cause: unknown) => {
				if (!(cause instanceof GitRefusal)) throw cause;
				throw hostUnreachable(from.url.host, 'broke off the transfer', cause);
			});
		if (!(await objects.commit(sha))) throw commitNotFound(sha, branch);
	}
}

/** The commit's facts, or null when the cache does not hold it. Errors: folder_not_found. */
async function readCommit(
	objects: GitObjects,
	{ sha, rootDirectory }: { sha: string; rootDirectory: string }
): Promise<Commit | null> {
	const found = await objects.commit(sha);
	if (!found) return null;
	const tree = rootDirectory === '' ? found.tree : await treeAt(objects, sha, rootDirectory);
	return { ...found, sha, tree };
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
