import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { branchNotFound, commitNotFound, repositoryNotFound } from './failures.ts';
import { memoryTree } from './memory-tree.ts';
import type { Checkout } from './port.ts';

export interface MemoryCommit {
	branch: string;
	sha: string;
	message: string;
	files: Record<string, string>;
}

export interface MemoryCheckout extends Checkout {
	/** Adds a commit to `branch`; answers its sha. */
	commit(files: Record<string, string>, options?: { branch?: string; message?: string }): string;
	/** Services that have a cache. */
	caches: Set<string>;
}

const hash = (value: unknown) => createHash('sha1').update(JSON.stringify(value)).digest('hex');

function below(files: Record<string, string>, folder: string): Record<string, string> {
	const prefix = folder === '' ? '' : `${folder}/`;
	return Object.fromEntries(
		Object.entries(files)
			.filter(([path]) => path.startsWith(prefix))
			.map(([path, text]) => [path.slice(prefix.length), text])
	);
}

/** One repository at `url` whose commits exist in memory only. */
export function memoryCheckout(url: string): MemoryCheckout {
	const commits: MemoryCommit[] = [];
	const caches = new Set<string>();

	const heads = () => new Map(commits.map(({ branch, sha }) => [branch, sha]));

	function head(branch: string): string {
		const sha = heads().get(branch);
		if (!sha) throw branchNotFound(branch, [...heads().keys()]);
		return sha;
	}

	function filesOf(sha: string, folder: string): Record<string, string> {
		return below(commits.find((commit) => commit.sha === sha)?.files ?? {}, folder);
	}

	return {
		caches,
		commit(files, { branch = 'main', message = 'Change' } = {}) {
			const sha = hash([files, branch, message, commits.length]);
			commits.push({ branch, sha, message, files });
			return sha;
		},
		async branches(asked, { signal }) {
			signal.throwIfAborted();
			if (asked !== url) throw repositoryNotFound('git.example');
			return { default: commits[0]?.branch ?? '', names: [...heads().keys()] };
		},
		async resolve({ branch, commit }, { signal }) {
			signal.throwIfAborted();
			const sha = head(branch);
			if (!commit) return { sha };
			const found = commits.find((one) => one.branch === branch && one.sha.startsWith(commit));
			if (!found) throw commitNotFound(commit, branch);
			return { sha: found.sha };
		},
		async fetch(service, source, rootDirectory, { signal, log }) {
			signal.throwIfAborted();
			if (source.url !== url) throw repositoryNotFound('git.example');
			const sha = source.commit ?? head(source.branch);
			const found = commits.find((commit) => commit.sha === sha);
			if (!found) throw commitNotFound(sha, source.branch);
			caches.add(service);
			log?.(`Fetching ${sha.slice(0, 7)}`);
			return {
				sha,
				message: found.message,
				author: 'Ada',
				committedAt: new Date(0),
				tree: hash(filesOf(sha, rootDirectory))
			};
		},
		tree: (_service, sha, rootDirectory) => memoryTree(filesOf(sha, rootDirectory)),
		archive(_service, sha, rootDirectory) {
			const tar = pack();
			for (const [name, text] of Object.entries(filesOf(sha, rootDirectory))) {
				tar.entry({ name }, text);
			}
			tar.finalize();
			return Readable.from(tar);
		},
		async remove(service) {
			caches.delete(service);
		}
	};
}
